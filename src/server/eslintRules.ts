import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Longest that a project's configuration may take, in milliseconds. It is code of the project's. */
const longestMs = 20_000;

/** How long the place of a configuration is taken to be the same, in milliseconds: people type meanwhile. */
const placeKeptMs = 3_000;

/** Runs where the project's own ESLint lies, in a process of its own: its configuration is a program. */
const ask = `
const [eslint, ...files] = process.argv.slice(1);
const { ESLint } = require(eslint);
const one = new ESLint({ cwd: process.cwd() });
const off = (value) => [0, 'off'].includes(Array.isArray(value) ? value[0] : value);
Promise.all(files.map(async (file) => {
  const config = await one.calculateConfigForFile(file);
  return Object.entries(config?.rules ?? {}).filter(([, value]) => !off(value)).map(([name]) => name);
})).then((rules) => process.stdout.write(JSON.stringify(rules)));
`;

const none: ReadonlySet<string> = new Set();

/**
 * The rules that a project's ESLint has switched on for files, such as `mocha/no-exclusive-tests`, asked of ESLint
 * itself. This runs the project's configuration, so it is for trusted workspaces only. A project without ESLint, or
 * whose configuration cannot be read, has none.
 * @param files absolute paths.
 */
export async function eslintRulesFor(
  files: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const byConfig = new Map<string, string[]>();
  for (const file of files) {
    const config = nearestConfig(dirname(file));
    if (config !== null) byConfig.set(config, [...(byConfig.get(config) ?? []), file]);
  }
  const answers = await Promise.all(
    [...byConfig].flatMap(([config, some]) => batches(some).map((batch) => askEslint(config, batch))),
  );
  return new Map(answers.flat());
}

/** Characters of file names on one command line: Windows takes 32,767 in all. */
const longestLine = 20_000;

/** As many files together as a command line takes. */
export function batches(files: readonly string[]): string[][] {
  const all: string[][] = [];
  let length = Infinity;
  for (const file of files) {
    // Blanks and quotes come with it.
    length += file.length + 3;
    if (length > longestLine) {
      all.push([]);
      length = file.length + 3;
    }
    all.at(-1)?.push(file);
  }
  return all;
}

/** The same for an editor, which cannot wait: what is known now, and a call when that turns out to be more. */
export class EslintRules {
  private readonly onKnown: () => void;
  /** By file, for as long as the configuration beside it is the same one. */
  private readonly known = new Map<string, { readonly stamp: string; rules: ReadonlySet<string> }>();
  private readonly places = new Map<string, { readonly config: string | null; readonly until: number }>();

  /** @param onKnown called when the rules of a file that were asked for have come in, and differ. */
  constructor(onKnown: () => void) {
    this.onKnown = onKnown;
  }

  for(file: string): ReadonlySet<string> {
    const config = this.placeFor(dirname(file));
    if (config === null) return none;
    const stamp = `${config}:${statSync(config, { throwIfNoEntry: false })?.mtimeMs ?? 0}`;
    const known = this.known.get(file);
    if (known?.stamp === stamp) return known.rules;
    const entry = { stamp, rules: known?.rules ?? none };
    this.known.set(file, entry);
    void this.learn(config, file, entry);
    return entry.rules;
  }

  forget(file: string): void {
    this.known.delete(file);
  }

  private async learn(config: string, file: string, entry: { rules: ReadonlySet<string> }): Promise<void> {
    const [answer] = await askEslint(config, [file]);
    const rules = answer?.[1] ?? none;
    const isSame = rules.size === entry.rules.size && [...rules].every((rule) => entry.rules.has(rule));
    entry.rules = rules;
    if (!isSame) this.onKnown();
  }

  private placeFor(folder: string): string | null {
    const now = Date.now();
    const known = this.places.get(folder);
    if (known !== undefined && known.until > now) return known.config;
    const config = nearestConfig(folder);
    this.places.set(folder, { config, until: now + placeKeptMs });
    return config;
  }
}

const configName = /^(eslint\.config\.[cm]?[jt]s|\.eslintrc(\.(json|js|cjs|yml|yaml))?)$/;

function nearestConfig(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    try {
      const name = readdirSync(at).find((one) => configName.test(one));
      if (name !== undefined) return join(at, name);
    } catch {
      // A document that is not on the disk yet.
    }
    if (dirname(at) === at) return null;
  }
}

/** Resolves with nothing where ESLint is missing, refuses the configuration or takes too long. */
function askEslint(config: string, files: readonly string[]): Promise<[string, ReadonlySet<string>][]> {
  const cwd = dirname(config);
  let eslint: string;
  try {
    eslint = createRequire(join(cwd, 'package.json')).resolve('eslint');
  } catch {
    return Promise.resolve([]);
  }
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['-e', ask, eslint, ...files],
      { cwd, timeout: longestMs, killSignal: 'SIGKILL', maxBuffer: 50_000_000, env },
      (error, stdout) => resolve(error ? [] : decode(stdout, files)),
    );
  });
}

function decode(text: string, files: readonly string[]): [string, ReadonlySet<string>][] {
  try {
    const answers: unknown = JSON.parse(text);
    if (!Array.isArray(answers)) return [];
    return files.map((file, index) => {
      const rules: unknown = answers[index];
      return [file, new Set(Array.isArray(rules) ? rules.filter((rule) => typeof rule === 'string') : [])];
    });
  } catch {
    // A configuration that prints to standard output itself.
    return [];
  }
}
