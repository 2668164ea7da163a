import {
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runNode } from '../../../scripts/childProcess.ts';
import { hostTarget } from '../../../scripts/toolchain.ts';
import type { PageSize } from '../../support/vscodeHost/browser.ts';
import { runVscodeTests } from '../../support/vscodeHost/runVscodeTests.ts';
import { buildForBench, output, repository } from '../build.ts';
import { barNames, rowOf, type Row } from '../table.ts';
import { experienceBars, type ExperienceBar } from './bars.ts';
import { measurementsInto } from './measurements.ts';

export interface ExperienceBenchOptions {
  /** Measurements of each timed row. */
  readonly runs: number;
  /** Rows to measure; the others are left out. */
  readonly only: readonly ExperienceBar[] | null;
  /** Told what is being measured. */
  readonly onStep: (text: string) => void;
}

/** Measures what a person meets in the real workbench. The rows are in the order of the bar table. */
export async function experienceBench({ runs, only, onStep }: ExperienceBenchOptions): Promise<Row[]> {
  const values = new Map<ExperienceBar, number[]>();
  const notes = new Map<ExperienceBar, string>();
  const wants = (bar: ExperienceBar): boolean => only?.includes(bar) ?? true;

  onStep('building');
  const extension = await extensionFolder();
  const scratch = mkdtempSync(join(tmpdir(), 'itlab-x-'));
  const windowOf = async (name: string, run: WindowRun): Promise<unknown> => {
    onStep(`${name}${run.step === undefined ? '' : `, ${run.step}`}`);
    return inWindow(name, extension, scratch, run);
  };
  /** What cannot be measured is missing in its row, and does not hold; the other rows are measured all the same. */
  const measure = async (bar: ExperienceBar, how: () => Promise<void>): Promise<void> => {
    if (!wants(bar)) return;
    await how().catch((error: unknown) => {
      values.delete(bar);
      notes.set(bar, error instanceof Error ? error.message : String(error));
    });
  };
  try {
    await measure('page', async () => {
      const pairs = listOf(
        await windowOf('pages', {
          env: { ITLAB_RUNS: String(runs) },
          fill: (workspace) =>
            copyFileSync(join(repository, 'lessons/02-database/lesson.md'), join(workspace, 'lesson.md')),
        }),
      );
      values.set(
        'page',
        pairs.map((pair) => numberOf(pair, 'own') / numberOf(pair, 'preview')),
      );
      notes.set('page', `${range(pairs, 'own')} against ${range(pairs, 'preview')}`);
    });
    const measureActivation = (
      bar: 'activation' | 'plain',
      where: string,
      fill: (workspace: string) => void,
    ) =>
      measure(bar, async () => {
        const pairs: unknown[] = [];
        for (let run = 1; run <= runs; run += 1) {
          pairs.push(
            await windowOf('activation', {
              step: `${run} of ${runs}`,
              // The list of running extensions makes only the rows that can be seen.
              pageSize: { width: 1280, height: 2600 },
              fill,
            }),
          );
        }
        values.set(
          bar,
          pairs.map((pair) => numberOf(pair, 'own') / numberOf(pair, 'json')),
        );
        notes.set(bar, `${range(pairs, 'own')} against ${range(pairs, 'json')}, ${where}`);
      });
    // What makes a folder a course folder; the rest of it is not looked at before it is wanted.
    await measureActivation('activation', 'in a course folder', (workspace) =>
      cpSync(join(repository, 'test/bench/experience/course'), workspace, { recursive: true }),
    );
    await measureActivation('plain', 'in a folder with a script', (workspace) =>
      writeFileSync(join(workspace, 'index.js'), "console.log('no test');\n"),
    );
    await measure('size', async () => {
      onStep('packing');
      values.set('size', [await packageMb()]);
      notes.set('size', hostTarget());
    });
    await measure('axe', async () => {
      const violations = listOf(await windowOf('axe', {}));
      values.set('axe', [violations.length]);
      if (violations[0] !== undefined) notes.set('axe', JSON.stringify(violations[0]));
    });
    await measure('clicks', async () => {
      const clicks = await windowOf('clicks', {});
      values.set('clicks', typeof clicks === 'number' ? [clicks] : []);
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  return barNames(experienceBars)
    .filter(wants)
    .map((bar) => rowOf(experienceBars[bar], values.get(bar) ?? [], notes.get(bar)));
}

interface WindowRun {
  /** Which of several, for people. */
  readonly step?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For example `1280x800`. */
  readonly pageSize?: PageSize;
  /** Puts files into the empty workspace. */
  readonly fill?: (workspace: string) => void;
}

/** Runs `window/NAME.ts` in a window of its own. @returns what it has measured. @throws Error when it fails. */
async function inWindow(name: string, extension: string, scratch: string, run: WindowRun): Promise<unknown> {
  const folder = mkdtempSync(join(scratch, 'w-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  run.fill?.(workspace);
  const testsBundle = join(output, 'window', `${name}.cjs`);
  await build({
    entryPoints: [join(repository, 'test/bench/experience/window', `${name}.ts`)],
    outfile: testsBundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const file = join(folder, 'measurements.json');
  const { failed, problem } = await runVscodeTests({
    version: '1.139.1',
    host: 'web',
    mode: 'development',
    extension,
    testsBundle,
    workspace,
    screenshots: join(output, 'screenshots'),
    env: { ...run.env, ...measurementsInto(file) },
    ...(run.pageSize === undefined ? {} : { pageSize: run.pageSize }),
    // Twelve pages under four themes take their time.
    timeoutMs: 900_000,
  });
  if (failed > 0) throw new Error(`${name} could not be measured. ${problem ?? ''}`);
  return JSON.parse(readFileSync(file, 'utf8')) as unknown;
}

/** The extension as it ships, without the toolchain of other platforms. @returns its folder. */
async function extensionFolder(): Promise<string> {
  const dist = await buildForBench();
  const folder = join(output, 'extension');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of [
    'package.json',
    'lessons',
    'media',
    ...globSync('package.nls*.json', { cwd: repository }),
  ]) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  cpSync(dist, join(folder, 'dist'), { recursive: true });
  return folder;
}

async function packageMb(): Promise<number> {
  const out = join(output, 'vsix');
  rmSync(out, { recursive: true, force: true });
  const { status } = await runNode(['scripts/package.ts', '--out', out], { cwd: repository });
  const [file] = globSync('*.vsix', { cwd: out });
  if (status !== 0 || file === undefined) throw new Error('The package could not be made.');
  return statSync(join(out, file)).size / 1e6;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error('The window has measured nothing.');
  return value;
}

/** @throws Error when the window has not measured it: a missing value must not look like a good one. */
function numberOf(value: unknown, key: string): number {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  if (typeof found !== 'number') throw new Error(`The window has not measured "${key}".`);
  return found;
}

function range(pairs: readonly unknown[], key: string): string {
  const sorted = pairs.map((pair) => numberOf(pair, key)).toSorted((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)]} ms (${sorted[0]}–${sorted.at(-1)})`;
}
