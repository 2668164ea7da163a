import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lintText } from '../../src/server/lint.ts';

const output = join(import.meta.dirname, '../../out/corpus');
const labelFolder = join(import.meta.dirname, 'labels');

/** A published package that ships its mocha tests, and what people found when they looked at each report. */
interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  /** Its test files, as a glob from its root. */
  readonly tests: string;
  /** By `file:line rule`: `right`, or `wrong: ` and why. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface CorpusReport {
  readonly package: string;
  /** `file:line rule`, as in the labels. */
  readonly place: string;
  readonly message: string;
}

export interface CorpusResult {
  readonly files: number;
  readonly right: number;
  readonly wrong: number;
  readonly byRule: ReadonlyMap<string, { readonly right: number; readonly wrong: number }>;
  readonly unlabelled: readonly CorpusReport[];
  /** Labels of reports that are no longer made. */
  readonly gone: readonly string[];
}

/**
 * Asks every rule about the tests of real projects and compares with what people found. Packages come from the npm
 * registry, in fixed versions, and stay below `out/`; nothing of them is run.
 * @throws Error when a package cannot be had or has no tests.
 */
export function readCorpus(): CorpusResult {
  // Written by hand, in this form.
  const packages = globSync('*.json', { cwd: labelFolder })
    .sort()
    .map((file) => JSON.parse(readFileSync(join(labelFolder, file), 'utf8')) as CorpusPackage);
  const byRule = new Map<string, { right: number; wrong: number }>();
  const unlabelled: CorpusReport[] = [];
  const gone: string[] = [];
  let files = 0;
  for (const one of packages) {
    const folder = fetchPackage(one);
    const known = new Map(Object.entries(one.labels));
    const paths = globSync(one.tests, { cwd: folder }).sort();
    if (paths.length === 0) throw new Error(`${one.name} has no files ${one.tests}.`);
    files += paths.length;
    const made = new Set<string>();
    for (const path of paths) {
      for (const { line, rule, message } of lintText(path, readFileSync(join(folder, path), 'utf8'))) {
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
        if (label === 'right') counts.right += 1;
        else counts.wrong += 1;
      }
    }
    gone.push(
      ...[...known.keys()].filter((place) => !made.has(place)).map((place) => `${one.name} ${place}`),
    );
  }
  const sum = (of: 'right' | 'wrong'): number => [...byRule.values()].reduce((all, one) => all + one[of], 0);
  return { files, right: sum('right'), wrong: sum('wrong'), byRule, unlabelled, gone };
}

/** @returns the package's folder. */
function fetchPackage({ name, version }: CorpusPackage): string {
  const folder = join(output, `${name.replaceAll('/', '-')}-${version}`);
  const unpacked = join(folder, 'package');
  if (existsSync(join(unpacked, 'package.json'))) return unpacked;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const packed = spawnSync('npm', ['pack', `${name}@${version}`, '--silent'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const archive = packed.stdout.trim();
  if (packed.status !== 0 || archive === '')
    throw new Error(`npm cannot fetch ${name}@${version}: ${packed.stderr}`);
  // Some packages name their top folder otherwise.
  mkdirSync(unpacked);
  const tar = spawnSync('tar', ['-xzf', archive, '-C', 'package', '--strip-components', '1'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (tar.status !== 0) throw new Error(`${archive} cannot be unpacked: ${tar.stderr}`);
  return unpacked;
}
