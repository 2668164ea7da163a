import { join } from 'node:path';
import { below, readTree } from '../../../src/course/fileTree.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import type { SparePool } from '../../../src/course/running/sparePool.ts';
import { barNames, rowOf, type Row } from '../table.ts';
import { runnerBars, type RunnerBar } from './bars.ts';
import { cancelMs, endlessFolders, orphansAfter } from './cancelling.ts';
import { coldRun, coldSuite } from './coldRun.ts';
import { discover, manyTests, testsPerFile } from './discovery.ts';
import { hostileFolder, lostEvents } from './hostileOutput.ts';
import { parityOf } from './parity.ts';
import { canLookAtProcesses, memoryOf } from './processes.ts';
import { prepare, type Setting } from './setting.ts';
import { editingPool, requirePassed, settled, warmRun } from './warmRun.ts';

/** Tests of the suite that is measured. */
const suiteTests = 11;
const discoveredFiles = 1000;
const orphanRuns = 200;

export interface RunnerBenchOptions {
  /** Measurements of each timed row. */
  readonly runs: number;
  /** Rows to measure; the others are left out. */
  readonly only: readonly RunnerBar[] | null;
  /** Told what is being measured. */
  readonly onStep: (text: string) => void;
}

/** Measures the runner against its bars. The rows are in the order of the bar table. */
export async function runnerBench(options: RunnerBenchOptions): Promise<Row[]> {
  options.onStep('building');
  const setting = await prepare();
  const pool = editingPool(setting);
  try {
    const bench = new Bench(setting, pool, options);
    await bench.ratios();
    await bench.discovery();
    if (canLookAtProcesses) await bench.processes();
    await bench.hostileOutput();
    await bench.parity();
    return bench.rows();
  } finally {
    pool.dispose();
    setting.dispose();
  }
}

class Bench {
  private readonly setting: Setting;
  private readonly pool: SparePool;
  private readonly options: RunnerBenchOptions;
  private readonly values = new Map<RunnerBar, number[]>();
  private readonly notes = new Map<RunnerBar, string>();

  constructor(setting: Setting, pool: SparePool, options: RunnerBenchOptions) {
    this.setting = setting;
    this.pool = pool;
    this.options = options;
  }

  rows(): Row[] {
    return barNames(runnerBars)
      .filter((bar) => this.wants(bar))
      .map((bar) => {
        const note =
          this.notes.get(bar) ?? (this.values.has(bar) ? undefined : 'not measured on this system');
        return rowOf(runnerBars[bar], this.values.get(bar) ?? [], note);
      });
  }

  /** A B A B …: right before each measurement a cold run, so that a slow moment of the machine meets both. */
  async ratios(): Promise<void> {
    const { setting, pool } = this;
    const { folder } = setting;
    const cold = (): Promise<number> => coldSuite(setting, folder);
    const printing = printingFolder(setting);
    const first = await warmRun(setting, folder, pool);
    requirePassed(first, suiteTests);
    // A test of the middle, so that it matters that the others do not run.
    const key = first.record.tests[Math.floor(suiteTests / 2)]?.key ?? '';
    const coldStart = coldRunners({
      runtime: setting.runtime,
      runner: setting.installation.runner,
      toolchain: setting.installation.toolchain,
    });
    for (let run = 1; run <= this.options.runs; run += 1) {
      this.options.onStep(`cold against warm, ${run} of ${this.options.runs}`);
      if (this.wants('warm') || this.wants('firstEvent')) {
        await this.paired(cold, async (coldMs) => {
          const warm = await warmRun(setting, folder, pool);
          requirePassed(warm, suiteTests);
          this.add('warm', warm.lastMs / coldMs);
          this.add('firstEvent', warm.firstMs / coldMs);
        });
      }
      await this.ratio('oneTest', cold, async () => {
        const one = await warmRun(setting, folder, pool, { select: [key] });
        requirePassed(one, 1);
        return one.lastMs;
      });
      await this.ratio('noSpare', cold, async () => {
        const run = await warmRun(setting, folder, coldStart);
        requirePassed(run, suiteTests);
        return run.lastMs;
      });
      await this.ratio('backToBack', cold, () => backToBack(setting, pool));
      await this.ratio(
        'printing',
        () => coldSuite(setting, printing),
        async () => {
          const run = await warmRun(setting, printing, pool);
          requirePassed(run, suiteTests + 1);
          return run.lastMs;
        },
      );
      await this.ratio('grade', cold, () => wholeGrade(setting, pool));
    }
  }

  async discovery(): Promise<void> {
    if (!this.wants('discovery') && !this.wants('stall')) return;
    const { setting } = this;
    const folder = manyTests(setting, discoveredFiles);
    for (let run = 1; run <= this.options.runs; run += 1) {
      this.options.onStep(`discovery, ${run} of ${this.options.runs}`);
      const args = ['--dry-run', '--reporter', 'dot', '--recursive', '--extension', 'ts', 'tests'];
      await this.paired(
        async () => (await coldRun(setting, folder, args)).ms,
        async (dryRunMs) => {
          const { ms, stallMs, tests } = await discover(setting, folder);
          if (tests !== discoveredFiles * testsPerFile) throw new Error(`Discovery found ${tests} tests.`);
          this.add('discovery', ms / dryRunMs);
          this.add('stall', stallMs);
        },
      );
    }
  }

  /** Memory, cancelling and orphans: what only the system can tell. */
  async processes(): Promise<void> {
    const { setting, pool } = this;
    const { loop } = endlessFolders(setting);
    const resident: number[] = [];
    for (let run = 1; run <= this.options.runs; run += 1) {
      this.options.onStep(`memory and cancelling, ${run} of ${this.options.runs}`);
      if (this.wants('memory')) {
        await settled(pool);
        const spare = pool.pids[0];
        if (spare === undefined) throw new Error('There is no spare to measure.');
        const memory = memoryOf(spare);
        this.add('memory', memory.proportional);
        resident.push(memory.resident);
      }
      if (this.wants('memory') || this.wants('cancel')) {
        await settled(pool);
        this.add('cancel', await cancelMs(setting, loop, pool));
      }
    }
    if (resident.length > 0) {
      const most = Math.max(...resident).toFixed(1);
      this.notes.set('memory', `proportional set size, two spares running; resident set at most ${most} MB`);
    }
    if (!this.wants('orphans')) return;
    this.options.onStep(`orphans after ${orphanRuns} runs`);
    const { orphans, done } = await orphansAfter(setting, orphanRuns);
    this.add('orphans', orphans);
    this.notes.set('orphans', `${done.cancel} cancelled, ${done.kill} killed, ${done.close} windows closed`);
  }

  async hostileOutput(): Promise<void> {
    if (!this.wants('lostEvents')) return;
    this.options.onStep('hostile output');
    const { lost, detail } = await lostEvents(this.setting, hostileFolder(this.setting), this.pool);
    this.add('lostEvents', lost);
    if (lost > 0) this.notes.set('lostEvents', detail.join('; '));
  }

  async parity(): Promise<void> {
    if (!this.wants('parity')) return;
    this.options.onStep('verdicts against bare mocha');
    const { percent, note } = await parityOf(this.setting, this.pool);
    this.add('parity', percent);
    this.notes.set('parity', note);
  }

  private async ratio(
    bar: RunnerBar,
    cold: () => Promise<number>,
    measure: () => Promise<number>,
  ): Promise<void> {
    if (!this.wants(bar)) return;
    await this.paired(cold, async (coldMs) => this.add(bar, (await measure()) / coldMs));
  }

  /** Both sides begin with every spare loaded, so neither pays for the other. */
  private async paired(
    cold: () => Promise<number>,
    measure: (coldMs: number) => Promise<void>,
  ): Promise<void> {
    await settled(this.pool);
    const coldMs = await cold();
    await settled(this.pool);
    await measure(coldMs);
  }

  private wants(bar: RunnerBar): boolean {
    return this.options.only === null || this.options.only.includes(bar);
  }

  private add(bar: RunnerBar, value: number): void {
    const values = this.values.get(bar) ?? [];
    values.push(value);
    this.values.set(bar, values);
  }
}

/**
 * Milliseconds of the second of two saves, the slower of two cases: it cancels the first at once, and it follows
 * the first one's last result.
 */
async function backToBack(setting: Setting, pool: SparePool): Promise<number> {
  const cancel = new AbortController();
  const cancelled = warmRun(setting, setting.folder, pool, { signal: cancel.signal });
  cancel.abort();
  const newest = await warmRun(setting, setting.folder, pool);
  requirePassed(newest, suiteTests);
  await cancelled;
  await settled(pool);
  requirePassed(await warmRun(setting, setting.folder, pool), suiteTests);
  const second = await warmRun(setting, setting.folder, pool);
  requirePassed(second, suiteTests);
  return Math.max(newest.lastMs, second.lastMs);
}

/** @throws Error when the grade is not complete: what stops early is fast. */
async function wholeGrade(setting: Setting, pool: SparePool): Promise<number> {
  const { exercise, submission, installation } = setting;
  const started = performance.now();
  const { result } = await gradeSubmission(exercise, submission, { installation, runners: pool });
  const ms = performance.now() - started;
  if (!result.complete) throw new Error(`The grade is not complete: ${JSON.stringify(result)}`);
  return ms;
}

const printedLines = `it('prints 10,000 lines', () => {
  for (let line = 1; line <= 10_000; line += 1) console.log(\`line \${line} of what a chatty test prints\`);
});
`;

/** The suite with one more test, which prints. */
function printingFolder(setting: Setting): string {
  const files = new Map<string, string>();
  for (const part of ['src', 'tests']) {
    for (const [path, text] of below(`${part}/`, readTree(join(setting.folder, part)))) files.set(path, text);
  }
  files.set('tests/printing.test.ts', printedLines);
  return setting.extraFolder('printing', Object.fromEntries(files));
}
