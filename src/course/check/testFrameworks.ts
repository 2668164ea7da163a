import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { courseMarker } from '../courseMarker.ts';
import { readRegularText } from '../regularFile.ts';

/** What is known of a test framework that is not mocha. */
interface OtherFramework {
  /** As its makers write it. */
  readonly name: string;
  /** Its tests need not import anything: the package alone says that they are its tests. */
  readonly hasGlobals: boolean;
  /** What its tests import. */
  readonly modules: RegExp;
  /** Its name, or that of what brings it, among the dependencies of a package. */
  readonly packages: RegExp;
  /** Names of its configuration. */
  readonly settings: RegExp;
  /** Its field in package.json. */
  readonly field?: string;
  /** What a script of the package starts. */
  readonly command: RegExp;
}

const never = /^(?!)/;

const otherFrameworks: readonly OtherFramework[] = [
  {
    name: 'vitest',
    hasGlobals: true,
    modules: /^vitest(?:\/|$)/,
    packages: /^vitest$/,
    settings: /^vitest\.(?:config|workspace)\.[cm]?[jt]s$/,
    command: /\bvitest\b/,
  },
  {
    name: 'Jest',
    hasGlobals: true,
    modules: /^(?:@jest\/globals|jest)$/,
    packages: /^(?:jest|jest-cli|ts-jest|react-scripts)$/,
    settings: /^jest\.config\.(?:[cm]?[jt]s|json)$/,
    field: 'jest',
    command: /\bjest\b/,
  },
  {
    name: 'Jasmine',
    hasGlobals: true,
    modules: /^jasmine(?:-core)?$/,
    packages: /^(?:jasmine|jasmine-core|karma-jasmine|jasmine-browser-runner)$/,
    settings: never,
    command: /\bjasmine\b/,
  },
  {
    name: 'Cypress',
    hasGlobals: true,
    modules: /^cypress(?:\/|$)/,
    packages: /^cypress$/,
    settings: /^cypress\.(?:config\.[cm]?[jt]s|json)$/,
    command: /\bcypress\b/,
  },
  {
    name: 'QUnit',
    hasGlobals: true,
    modules: /^qunit$/,
    packages: /^qunit$/,
    settings: never,
    command: /\bqunit\b/,
  },
  {
    name: 'node:test',
    hasGlobals: false,
    modules: /^(?:node:)?test$/,
    packages: /^borp$/,
    settings: never,
    command: /\bnode(?:\.exe)?\s[^&|;]{0,200}?--test(?:\s|$)/,
  },
  {
    name: 'Playwright',
    hasGlobals: false,
    modules: /^@playwright\/test$/,
    packages: /^@playwright\/test$/,
    settings: /^playwright\.config\.[cm]?[jt]s$/,
    command: /\bplaywright\s+test\b/,
  },
  {
    name: 'AVA',
    hasGlobals: false,
    modules: /^ava$/,
    packages: /^ava$/,
    settings: /^ava\.config\.[cm]?js$/,
    field: 'ava',
    command: /\bava\b/,
  },
  {
    name: 'Bun',
    hasGlobals: true,
    modules: /^bun:test$/,
    packages: never,
    settings: never,
    command: /\bbun\s+test\b/,
  },
  ...['tap', 'tape', 'uvu'].map((name) => ({
    name,
    hasGlobals: false,
    modules: new RegExp(`^${name}$`),
    packages: new RegExp(`^${name}$`),
    settings: never,
    command: new RegExp(`\\b${name}\\b`),
  })),
];

/** What runs the tests at a place: mocha (a course's tests are mocha's), others by their names, or nothing that is known. */
export type TestRunner =
  | { readonly by: 'mocha' }
  | { readonly by: 'others'; readonly names: readonly string[] }
  | { readonly by: 'unknown' };

const mocha: TestRunner = { by: 'mocha' };

/**
 * What runs the tests of a file, as far as it can be known without running anything: the file's own imports say it
 * first, then the nearest package that speaks of tests, up to the folder of the repository.
 * @param folder where the file lies, or the package in question; absolute.
 * @param text of the file, if it is about one.
 */
export function testRunnerAt(folder: string, text = ''): TestRunner {
  const imported = importedRunner(text);
  if (imported !== null) return imported;
  let fallback: TestRunner = { by: 'unknown' };
  for (let at = folder; ; at = dirname(at)) {
    const named = runnerNamedIn(at);
    // Tests of the second kind of frameworks import them, so tests that do not may still be those of mocha above.
    if (named.by === 'mocha' || (named.by === 'others' && named.names.some(hasGlobals))) return named;
    if (
      [courseMarker, 'node_modules/mocha/package.json', 'test/mocha.opts'].some((name) =>
        existsSync(join(at, name)),
      )
    )
      return mocha;
    if (fallback.by === 'unknown') fallback = named;
    if (dirname(at) === at || existsSync(join(at, '.git'))) return fallback;
  }
}

/** Has the folder a configuration of mocha, or a package with mocha among its own dependencies? */
export function namesMocha(folder: string): boolean {
  return runnerNamedIn(folder).by === 'mocha';
}

function hasGlobals(name: string): boolean {
  return otherFrameworks.some((one) => one.name === name && one.hasGlobals);
}

/** Imports stand at the top. */
const mostCharacters = 20_000;
const importOf =
  /^[ \t]*(?:import\b([^;'"]{0,2000})|\}[ \t]*from[ \t]*|(?:const|let|var)\b([^;'"=]{0,2000})=[ \t]*require\([ \t]*)['"]([^'"\n]{1,200})['"]/gm;

function importedRunner(text: string): TestRunner | null {
  for (const [, imported, required, module = ''] of text.slice(0, mostCharacters).matchAll(importOf)) {
    if (module === 'mocha') return mocha;
    const found = otherFrameworks.find(({ modules }) => modules.test(module));
    if (found === undefined) continue;
    // Tests of any framework may use its mocks.
    if (
      found.name === 'node:test' &&
      !/\b(?:test|it|describe|suite|before|after|beforeEach|afterEach)\b|\*/.test(imported ?? required ?? '')
    )
      continue;
    return { by: 'others', names: [found.name] };
  }
  return null;
}

/** And not a reporter of its family that another framework uses. */
const mochaCommand = /(?:^|[\s;&|/\\])mocha(?:\.js)?(?:\s|$)/;

/** What a folder's own files name. */
function runnerNamedIn(folder: string): TestRunner {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    // It went away, or nobody may look at it.
    return { by: 'unknown' };
  }
  const { fields, packages, scripts } = names.includes('package.json')
    ? manifestOf(join(folder, 'package.json'))
    : nothing;
  if (
    names.some((name) => name.startsWith('.mocharc.')) ||
    fields.includes('mocha') ||
    packages.includes('mocha') ||
    scripts.some((script) => mochaCommand.test(script))
  )
    return mocha;
  const found = otherFrameworks
    .filter(
      (one) =>
        names.some((name) => one.settings.test(name)) ||
        fields.some((field) => field === one.field) ||
        packages.some((name) => one.packages.test(name)) ||
        scripts.some((script) => one.command.test(script)),
    )
    .map(({ name }) => name);
  return found.length === 0 ? { by: 'unknown' } : { by: 'others', names: found };
}

interface Manifest {
  readonly fields: readonly string[];
  readonly packages: readonly string[];
  readonly scripts: readonly string[];
}

const nothing: Manifest = { fields: [], packages: [], scripts: [] };

function manifestOf(path: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(readRegularText(path));
    const of = (key: string): Readonly<Record<string, unknown>> => {
      const value: unknown = isRecord(manifest) ? manifest[key] : undefined;
      return isRecord(value) ? value : {};
    };
    return {
      fields: isRecord(manifest) ? Object.keys(manifest) : [],
      packages: ['dependencies', 'devDependencies'].flatMap((key) => Object.keys(of(key))),
      scripts: Object.values(of('scripts')).filter((script) => typeof script === 'string'),
    };
  } catch {
    // None that can be read, or somebody is editing it just now.
    return nothing;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
