import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RunnerProcess, type RunEnd } from '../../../src/course/running/runnerProcess.ts';
import { RunSession } from '../../../src/course/running/runSession.ts';
import { RunRecorder, type RunRecord, type TestRecord } from '../../../src/course/running/runRecord.ts';
import type { Runtime } from '../../../src/course/runtime.ts';
import type { RunEvent, RunJob } from '../../../src/protocol/runEvents.ts';
import { sourceInstallation } from '../../support/scratch.ts';

/** Marks the processes of one run of these tests, whatever becomes of their parents. */
const markVariable = 'ITLAB_TEST_MARK';
let marks = 0;

export interface RunOptions {
  /** Test files relative to the root, in their order. */
  readonly files: readonly string[];
  readonly testTimeoutMs?: number;
  readonly loadTimeoutMs?: number;
  readonly mochaOptions?: boolean;
  readonly spare?: boolean;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface FinishedRun {
  readonly record: RunRecord;
  readonly events: readonly RunEvent[];
  readonly end: RunEnd;
  /** State of each test by its titles joined by ` › `. */
  readonly states: Readonly<Record<string, TestRecord['state']>>;
  /** Command lines of processes that were still there after the runner was gone. */
  readonly survivors: readonly string[];
}

/**
 * Runs rounds of one job one after the other, as a grade does: in one process as long as each leaves it clean.
 * @param rounds the test files of each, relative to the root.
 */
export async function runRounds(
  root: string,
  rounds: readonly (readonly string[])[],
  options: Omit<RunOptions, 'files' | 'signal' | 'loadTimeoutMs' | 'onEvent'>,
): Promise<RunRecord[]> {
  const start = { ...runnerStart(`${process.pid}.${marks++}`), spare: options.spare ?? false };
  const { temporary: _, ...job } = jobOf(root, options);
  const session = new RunSession(job, { take: () => new RunnerProcess(start) }, undefined);
  const records: RunRecord[] = [];
  for (const files of rounds) {
    const round = { files: files.map((file) => join(root, file)), overlay: [], select: null, seed: 0 };
    records.push(await session.record(round));
  }
  await session.close();
  return records;
}

/** Runs test files of a folder in a real runner, one round, and waits until its whole tree is gone. */
export async function runFiles(root: string, options: RunOptions): Promise<FinishedRun> {
  const mark = `${process.pid}.${marks++}`;
  const runner = new RunnerProcess({ ...runnerStart(mark), spare: options.spare ?? false });
  // The time limits are about the tests, not about a machine that is slow to start processes.
  await runner.ready;
  runner.take(jobOf(root, options));
  const recorder = new RunRecorder();
  const events: RunEvent[] = [];
  const end = await runner.round(
    { files: options.files.map((file) => join(root, file)), overlay: [], select: null, seed: 0 },
    { testTimeoutMs: options.testTimeoutMs ?? 300, loadTimeoutMs: options.loadTimeoutMs ?? 5_000 },
    (event) => {
      recorder.add(event);
      events.push(event);
      options.onEvent?.(event);
    },
    options.signal,
  );
  await runner.end();
  const record = recorder.close(end);
  const states = Object.fromEntries(record.tests.map(({ path, state }) => [path.join(' › '), state]));
  return { record, events, end, states, survivors: processesWith(mark) };
}

export function runnerStart(mark: string): { runtime: Runtime; runner: string; toolchain: string } {
  const { runner, toolchain } = sourceInstallation;
  const runtime = {
    execPath: process.execPath,
    env: { [markVariable]: mark },
    version: process.versions.node,
  };
  return { runtime, runner, toolchain };
}

export function jobOf(root: string, options: Omit<RunOptions, 'files'>): RunJob {
  const temporary = join(dirname(root), `${root}-temporary`);
  mkdirSync(temporary, { recursive: true });
  return {
    root,
    overlay: [],
    sealed: [],
    toolchain: sourceInstallation.toolchain,
    packages: ['mocha'],
    ownCode: [root],
    testTimeoutMs: options.testTimeoutMs ?? 300,
    temporary,
    cwd: root,
    mochaOptions: options.mochaOptions ?? false,
    offline: false,
  };
}

/** Command lines of living processes with this mark; empty on systems without /proc. */
export function processesWith(mark: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`${markVariable}=${mark}`))
        return [];
      if (readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')) return [];
      return [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')];
    } catch {
      // It ended while we looked, or is not ours to read.
      return [];
    }
  });
}
