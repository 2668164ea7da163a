import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type Mocha from 'mocha';
import type { Failure, RunEvent } from '../protocol/runEvents.ts';

/** What a mocha instance is made with, and what is loaded before the test files. */
export interface MochaSettings {
  /** For the constructor. */
  readonly options: Mocha.MochaOptions;
  /** Files (absolute) that are loaded before all others, whichever tests run. */
  readonly first: readonly string[];
  /** Files (absolute) in the order the options give them; others follow. */
  readonly order: readonly string[];
  /** The files are loaded, but tests are still to come until the root suite says `run`. */
  readonly delay: boolean;
}

/**
 * The options that decide what a test's verdict is. Left out on purpose: what chooses the reporter or the process
 * (`node-option`, `parallel`, `watch`, `exit`), `dry-run`, which calls tests passed that did not run, and
 * `fail-hook-affected-tests`, because such tests are told as errored with their hook's failure anyway.
 */
const followed = [
  'asyncOnly',
  'bail',
  'checkLeaks',
  'forbidOnly',
  'forbidPending',
  'fullTrace',
  'global',
  'retries',
  'slow',
  'ui',
] as const;

/** Mocha's own default, by which an option that was not set is known. */
const defaultTimeoutMs = 2_000;

const own = { color: false, ui: 'bdd' } as const;

/** Settings that no file has a say in. */
export function fixedSettings(MochaClass: typeof Mocha, testTimeoutMs: number): MochaSettings {
  return {
    // Reporting is ours: mocha's reporters print to stdout, which belongs to the learner. The base one is silent.
    options: { ...own, timeout: testTimeoutMs, reporter: MochaClass.reporters.Base },
    first: [],
    order: [],
    delay: false,
  };
}

/**
 * Settings by the options that mocha itself finds from the working directory: .mocharc.*, package.json and
 * MOCHA_OPTIONS. What `require` names is loaded here, with its root hooks and global fixtures.
 * @param toolchain folder of mocha.
 * @param testTimeoutMs in force where the options set no timeout; 0 overrides them.
 * @param selected single tests were asked for by name, so no `grep` may keep them from running.
 * @param onFixtureFailure a global setup or teardown failed; mocha itself would only print it.
 * @throws whatever a configuration or a required module does.
 */
export async function foundSettings(
  MochaClass: typeof Mocha,
  toolchain: string,
  testTimeoutMs: number,
  selected: boolean,
  onFixtureFailure: (title: string, thrown: unknown) => void,
): Promise<MochaSettings> {
  const require = createRequire(join(toolchain, 'package.json'));
  const found = loaderOf(require)();
  const options: Record<string, unknown> = { ...fixedSettings(MochaClass, testTimeoutMs).options };
  for (const name of followed) {
    // Options are found as they are written on the command line, and taken as they are written in code.
    const value = found[name] ?? found[name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)];
    if (value !== undefined) options[name] = value;
  }
  const timeout = found['timeout'];
  if (testTimeoutMs !== 0 && timeout !== undefined && Number(timeout) !== defaultTimeoutMs) {
    options['timeout'] = timeout;
  }
  if (!selected) for (const name of ['grep', 'fgrep', 'invert']) options[name] = found[name];
  const required = textsOf(found['require']);
  if (required.length > 0) {
    const { handleRequires } = require('mocha/lib/cli/run-helpers.cjs') as {
      handleRequires: (modules: readonly string[]) => Promise<Record<string, unknown>>;
    };
    const { rootHooks, globalSetup, globalTeardown } = await handleRequires(required);
    Object.assign(options, {
      rootHooks,
      globalSetup: reporting(globalSetup, 'mochaGlobalSetup', onFixtureFailure),
      globalTeardown: reporting(globalTeardown, 'mochaGlobalTeardown', onFixtureFailure),
    });
  }
  return {
    options,
    first: textsOf(found['file']).map((path) => resolve(path)),
    order: found['sort'] === true ? [] : orderOf(textsOf(found['_']), found, require),
    delay: found['delay'] === true,
  };
}

/** Loads what finds options, and uses it once, so that the first run need not wait for it. */
export function warmUpOptions(toolchain: string): void {
  loaderOf(createRequire(join(toolchain, 'package.json')))(['--no-config', '--no-package']);
}

/** Mocha declares no types for the files of its command line; their shapes are those of mocha 12. */
function loaderOf(require: NodeJS.Require): (args?: readonly string[]) => Record<string, unknown> {
  const { loadOptions } = require('mocha/lib/cli/options.cjs') as {
    loadOptions: (args?: readonly string[]) => Record<string, unknown>;
  };
  return loadOptions;
}

/** The files that mocha would load for these patterns, in its order. */
function orderOf(
  patterns: readonly string[],
  found: Readonly<Record<string, unknown>>,
  require: NodeJS.Require,
): string[] {
  // One pattern is in the order of the paths, which ours are in anyway.
  if (patterns.length < 2) return [];
  const { lookupFiles } = require('mocha/lib/cli/lookup-files.js') as {
    lookupFiles: (pattern: string, extensions: readonly string[], recursive: boolean) => string[] | undefined;
  };
  const files = patterns.flatMap((pattern) => {
    try {
      return lookupFiles(pattern, textsOf(found['extension']), found['recursive'] === true) ?? [];
    } catch {
      // A pattern without files, which mocha only warns of.
      return [];
    }
  });
  return files.map((file) => resolve(file));
}

/** Global fixtures that tell of their failure before mocha swallows it. */
function reporting(
  fixtures: unknown,
  title: string,
  onFailure: (title: string, thrown: unknown) => void,
): unknown {
  if (!Array.isArray(fixtures)) return fixtures;
  return fixtures.map(
    (fixture: unknown) =>
      async function (this: unknown): Promise<void> {
        try {
          if (typeof fixture === 'function') await Reflect.apply(fixture, this, []);
        } catch (thrown) {
          onFailure(title, thrown);
          throw thrown;
        }
      },
  );
}

function textsOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** The event of a global fixture that failed. `tests`: keys of those that cannot run because of it. */
export function fixtureFailed(title: string, tests: readonly string[], failure: Failure): RunEvent {
  return { type: 'hookFailed', title, root: true, tests, current: null, failure };
}
