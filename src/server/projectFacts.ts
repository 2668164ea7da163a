import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MochaUi } from './analysis/mochaModel.ts';
import type { MochaSettings, ProjectFacts } from './analysis/testFile.ts';
import type { EslintRules } from './eslintRules.ts';
import { readText } from './readText.ts';

/**
 * Looks at the folders around a file, when something asks. Documents that are no files have no facts.
 * @param eslint where the project's own configuration may be run.
 * @param openText what somebody has in the editor of a file, saved or not.
 */
export function projectFactsOf(uri: string, eslint?: EslintRules, openText?: OpenText): ProjectFacts {
  if (!uri.startsWith('file:')) return {};
  const path = fileURLToPath(uri);
  const folder = dirname(path);
  return {
    get eslintRules() {
      return eslint?.for(path) ?? new Set<string>();
    },
    get packageType() {
      return packageType(folder);
    },
    resolves: (packageName) =>
      upwards(folder).some((at) => existsSync(join(at, 'node_modules', packageName))),
    version: (packageName) => packageVersion(folder, packageName),
    get schemaFile() {
      return schemaFile(folder);
    },
    get setupText() {
      return setupText(folder);
    },
    get mochaUi() {
      return mochaUi(folder);
    },
    get mochaSettings() {
      return nearestMochaSettings(folder, openText);
    },
  };
}

const schemaFolders = ['', 'db', 'database', 'sql', 'src', 'src/db', 'src/database'];

/** The nearest `schema.sql`, up to the folder of the first package.json. */
function schemaFile(folder: string): string | undefined {
  for (const at of upwards(folder)) {
    const found = schemaFolders.map((name) => join(at, name, 'schema.sql')).find((path) => existsSync(path));
    if (found !== undefined) {
      const path = relative(folder, found).replaceAll('\\', '/');
      return path.startsWith('.') ? path : `./${path}`;
    }
    if (existsSync(join(at, 'package.json'))) return undefined;
  }
  return undefined;
}

/** The text of a path that is open in the editor. */
export type OpenText = (path: string) => { readonly text: string; readonly version: number } | undefined;

/** As mocha looks for it, up to the folder of the first package.json: there its paths begin. */
function nearestMochaSettings(folder: string, openText?: OpenText): MochaSettings | undefined {
  for (const at of upwards(folder)) {
    const path = mochaRcNames.map((name) => join(at, name)).find((one) => existsSync(one));
    if (path !== undefined) {
      const open = openText?.(path);
      return {
        path,
        text: open?.text ?? setupFile(path),
        version: open?.version ?? null,
        hasNeighbour: (name) => existsSync(join(at, name)),
      };
    }
    if (existsSync(join(at, 'package.json'))) return undefined;
  }
  return undefined;
}

/** From the first folder upwards that holds the package, as Node finds it. */
function packageVersion(folder: string, packageName: string): string | undefined {
  const holder = upwards(folder).find((at) => existsSync(join(at, 'node_modules', packageName)));
  if (holder === undefined) return undefined;
  const manifest = readJson(join(holder, 'node_modules', packageName, 'package.json'));
  return typeof manifest?.['version'] === 'string' ? manifest['version'] : undefined;
}

/** In mocha's order: the first one counts. */
const mochaRcNames = ['cjs', 'js', 'mjs', 'yaml', 'yml', 'jsonc', 'json'].map(
  (ending) => `.mocharc.${ending}`,
);

const mochaSettings = [
  ...mochaRcNames,
  // Until mocha 7.
  'test/mocha.opts',
];

/** Larger files are no setup files, and no settings. */
const mostSetupBytes = 200_000;
/** Larger files are no package.json. */
const mostManifestBytes = 4_000_000;
/** So many scripts that settings name are looked for. */
const mostScripts = 100;
/** Characters of a script's name. */
const longestName = 500;

/** The text of every file of the project that mocha's settings name, in `.mocharc` or package.json. */
function setupText(folder: string): string {
  for (const at of upwards(folder)) {
    const settings = mochaSettings.map((name) => setupFile(join(at, name))).filter((text) => text !== '');
    const manifest = readJson(join(at, 'package.json'));
    if (settings.length === 0 && manifest === undefined) continue;
    return [...new Set([...settings, ...settingsIn(manifest)].flatMap(scriptNames))]
      .slice(0, mostScripts)
      .flatMap((name) => ['', '.js', '.ts', '.cjs', '.mjs'].map((ending) => join(at, name + ending)))
      .map(setupFile)
      .join('\n');
  }
  return '';
}

/** `"ui": "tdd"`, `ui: tdd`, `--ui tdd` or `-u tdd` in the nearest settings. */
function mochaUi(folder: string): MochaUi | undefined {
  for (const at of upwards(folder)) {
    const settings = mochaSettings.map((name) => setupFile(join(at, name))).filter((text) => text !== '');
    const manifest = readJson(join(at, 'package.json'));
    if (settings.length === 0 && manifest === undefined) continue;
    const named = [...settings, ...settingsIn(manifest)].flatMap(
      (text) => /(?:(?<![\w-])["']?ui["']?\s*:\s*|--ui[ =]|-u )["']?(bdd|tdd|qunit)\b/.exec(text)?.[1] ?? [],
    )[0];
    return named === 'bdd' || named === 'tdd' || named === 'qunit' ? named : undefined;
  }
  return undefined;
}

/** The field `mocha`, and the scripts that run it. */
function settingsIn(manifest: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const { mocha, scripts } = manifest ?? {};
  const commands = typeof scripts === 'object' && scripts !== null ? Object.values(scripts) : [];
  return [
    ...(mocha === undefined ? [] : [JSON.stringify(mocha)]),
    ...commands
      .filter((command) => typeof command === 'string')
      .filter((command) => /\bmocha\b/.test(command)),
  ];
}

/** Whatever looks like the path of one script that is no test. Options, patterns and packages have no such path. */
function scriptNames(settings: string): readonly string[] {
  // Word by word: a search through the whole text would take a time that grows with the square of its length.
  const words = (settings.match(/[\w@./\\-]+/g) ?? [])
    .filter((word) => word.length <= longestName)
    .flatMap(
      (word) => word.match(/(?:\.{1,2}[/\\])?[\w@-][\w@.-]*(?:[/\\][\w@.-]+)+|[\w-]+\.[cm]?[jt]s\b/g) ?? [],
    );
  return [...new Set(words)].filter((word) => !/node_modules|\.(?:test|spec)\.|mocharc/.test(word));
}

function setupFile(path: string): string {
  try {
    return readText(path, mostSetupBytes);
  } catch {
    // It went away in the meantime, it is too large, or nobody may read it: then it says nothing.
    return '';
  }
}

function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readText(path, mostManifestBytes));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    // Missing, none that is read, or somebody is editing it just now.
    return undefined;
  }
}

function upwards(folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

function packageType(folder: string): 'module' | 'commonjs' {
  for (const at of upwards(folder)) {
    const path = join(at, 'package.json');
    if (!existsSync(path)) continue;
    // What somebody is editing just now Node would not read either.
    return readJson(path)?.['type'] === 'module' ? 'module' : 'commonjs';
  }
  return 'commonjs';
}
