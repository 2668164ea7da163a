import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { lintText } from '../../src/server/lint.ts';

const output = join(import.meta.dirname, '../../out/corpus');
const labelFolder = join(import.meta.dirname, 'labels');
const unseenFolder = join(import.meta.dirname, 'unseen');

/** A published package that ships its mocha tests, and what people found when they looked at each report. */
interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  /** Its test files, as a glob from its root; left out where `isMochaTest` tells them. */
  readonly tests?: string;
  /** Where Debian keeps its source, below `debian/`; left out for a package of npm. */
  readonly debian?: { readonly path: string; readonly sha256: string };
  /**
   * By `file:line rule`: `right`, or `wrong: ` and why. `later ` stands before what was first reported after the
   * rules had been mended.
   */
  readonly labels: Readonly<Record<string, string>>;
}

/** Packages that no rule had been tried on when they were chosen, with the labels of what was reported then. */
interface Batch {
  /** The rule by which they were chosen, before anything was reported. */
  readonly chosen: string;
  readonly packages: readonly CorpusPackage[];
}

export interface CorpusReport {
  readonly package: string;
  /** `file:line rule`, as in the labels. */
  readonly place: string;
  readonly message: string;
}

export interface CorpusResult {
  readonly packages: number;
  readonly files: number;
  readonly right: number;
  readonly wrong: number;
  readonly byRule: ReadonlyMap<string, { readonly right: number; readonly wrong: number }>;
  readonly unlabelled: readonly CorpusReport[];
  /** Labels of reports that are no longer made. */
  readonly gone: readonly string[];
}

export interface UnseenResult extends CorpusResult {
  readonly number: number;
  /** What was found when the batch was new. After it rules were mended, unless it is the last one. */
  readonly first: { readonly right: number; readonly wrong: number };
}

/**
 * Asks every rule about the tests of real projects and compares with what people found. Packages come from the npm
 * registry and from Debian, in fixed versions, and stay below `out/`; nothing of them is run. The rules have been
 * mended on these projects.
 * @throws Error when a package cannot be had or has no tests.
 */
export function readCorpus(): CorpusResult {
  // Written by hand, in this form.
  const packages = globSync('*.json', { cwd: labelFolder })
    .sort()
    .map((file) => JSON.parse(readFileSync(join(labelFolder, file), 'utf8')) as CorpusPackage);
  return compare(packages);
}

/** The numbers of the batches, oldest first. */
export function unseenBatches(): readonly number[] {
  return globSync('*.json', { cwd: unseenFolder })
    .map((file) => Number(basename(file, '.json')))
    .sort((a, b) => a - b);
}

/**
 * The same for one batch of unseen projects. Only of the last one the precision says something about projects that
 * nobody has seen.
 * @throws Error when a package cannot be had or has no tests.
 */
export function readUnseen(number: number): UnseenResult {
  // Written by hand, in this form.
  const { packages } = JSON.parse(readFileSync(join(unseenFolder, `${number}.json`), 'utf8')) as Batch;
  const labels = packages.flatMap((one) => Object.values(one.labels)).filter((one) => !one.startsWith(later));
  const right = labels.filter((label) => label === 'right').length;
  return { ...compare(packages), number, first: { right, wrong: labels.length - right } };
}

function compare(packages: readonly CorpusPackage[]): CorpusResult {
  const byRule = new Map<string, { right: number; wrong: number }>();
  const unlabelled: CorpusReport[] = [];
  const gone: string[] = [];
  let files = 0;
  for (const one of packages) {
    const folder = fetchPackage(one);
    const known = new Map(Object.entries(one.labels));
    const tests = testsOf(one, folder);
    if (tests.length === 0) throw new Error(`${one.name} has no tests.`);
    files += tests.length;
    const made = new Set<string>();
    for (const { path, text } of tests) {
      for (const { line, rule, message } of lintText(path, text)) {
        const place = `${path.replaceAll('\\', '/')}:${line} ${rule}`;
        // Two of one rule in one line are judged together.
        if (made.has(place)) continue;
        made.add(place);
        const label = known.get(place);
        if (label === undefined) {
          unlabelled.push({ package: one.name, place, message });
          continue;
        }
        const counts = byRule.get(rule) ?? { right: 0, wrong: 0 };
        byRule.set(rule, counts);
        if (label === 'right' || label === `${later}right`) counts.right += 1;
        else counts.wrong += 1;
      }
    }
    gone.push(
      ...[...known.keys()].filter((place) => !made.has(place)).map((place) => `${one.name} ${place}`),
    );
  }
  const sum = (of: 'right' | 'wrong'): number => [...byRule.values()].reduce((all, one) => all + one[of], 0);
  return {
    packages: packages.length,
    files,
    right: sum('right'),
    wrong: sum('wrong'),
    byRule,
    unlabelled,
    gone,
  };
}

const later = 'later ';

function testsOf(
  { tests }: CorpusPackage,
  folder: string,
): readonly { readonly path: string; readonly text: string }[] {
  const read = (path: string): { readonly path: string; readonly text: string } => ({
    path,
    text: readFileSync(join(folder, path), 'utf8'),
  });
  if (tests !== undefined) return globSync(tests, { cwd: folder }).sort().map(read);
  return globSync('**/*.{js,mjs,cjs,ts,mts,cts}', { cwd: folder })
    .filter((path) => isTestPath.test(path) && !isNoTestPath.test(path))
    .sort()
    .map(read)
    .filter(({ text }) => isMochaTest(text));
}

const isTestPath = /(^|[\\/])(tests?|specs?|__tests__|mocha)[\\/]|[.-](test|spec)\.|(^|[\\/])tests?\./;
const isNoTestPath = /\.d\.ts$|\.min\.js$|(^|[\\/])node_modules[\\/]|fixtures?[\\/]/;

/** In mocha's words, of a length that people write, and for no other runner. */
function isMochaTest(text: string): boolean {
  return (
    text.length <= 500_000 &&
    /\b(it|test|specify)(\.\w+)?\s*\(/.test(text) &&
    /\b(describe|suite|context)(\.\w+)?\s*\(/.test(text) &&
    !/require\(['"](tap|tape|ava|jest|vows|node:test)['"]\)|jest\.|from 'vitest'/.test(text)
  );
}

/** @returns the package's folder. */
function fetchPackage({ name, version, debian }: CorpusPackage): string {
  const folder = join(output, `${name.replaceAll('/', '-')}-${version}`);
  const unpacked = join(folder, 'package');
  if (existsSync(join(unpacked, 'package.json'))) return unpacked;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive =
    debian === undefined ? packedByNpm(folder, `${name}@${version}`) : sourceOfDebian(folder, debian);
  // Some packages name their top folder otherwise.
  mkdirSync(unpacked);
  const tar = spawnSync('tar', ['-xf', archive, '-C', 'package', '--strip-components', '1'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (tar.status !== 0) throw new Error(`${archive} cannot be unpacked: ${tar.stderr}`);
  return unpacked;
}

/** @returns the archive's name in the folder. */
function packedByNpm(folder: string, name: string): string {
  const packed = spawnSync('npm', ['pack', name, '--silent'], { cwd: folder, encoding: 'utf8' });
  const archive = packed.stdout.trim();
  if (packed.status !== 0 || archive === '') throw new Error(`npm cannot fetch ${name}: ${packed.stderr}`);
  return archive;
}

/** @returns the archive's name in the folder. */
function sourceOfDebian(folder: string, { path, sha256 }: NonNullable<CorpusPackage['debian']>): string {
  const archive = basename(path);
  const address = `https://deb.debian.org/debian/${path}`;
  const fetched = spawnSync(
    'curl',
    ['--fail', '--silent', '--show-error', '--location', '-o', archive, address],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  if (fetched.status !== 0) throw new Error(`${address} cannot be fetched: ${fetched.stderr}`);
  const sum = createHash('sha256')
    .update(readFileSync(join(folder, archive)))
    .digest('hex');
  if (sum !== sha256) throw new Error(`${address} is not what it was when its reports were labelled.`);
  return archive;
}
