import { runLearnersTests } from '../../../src/course/learnerRun.ts';
import type { Runners } from '../../../src/course/running/runSession.ts';
import { SparePool } from '../../../src/course/running/sparePool.ts';
import type { RunRecord } from '../../../src/course/running/runRecord.ts';
import type { Setting } from './setting.ts';

export interface WarmRun {
  /** Milliseconds from the wish for a run to its first event. */
  readonly firstMs: number;
  /** Milliseconds from the wish for a run until it has told everything. */
  readonly lastMs: number;
  readonly record: RunRecord;
}

export interface WarmOptions {
  readonly select?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Runs a folder's tests the way the editor does. Resolves when the process is gone. */
export async function warmRun(
  setting: Setting,
  folder: string,
  runners: Runners,
  options: WarmOptions = {},
): Promise<WarmRun> {
  const { exercise, installation } = setting;
  const started = performance.now();
  let firstMs = 0;
  let lastMs = 0;
  const record = await runLearnersTests(exercise, folder, {
    installation,
    runners,
    select: options.select ?? null,
    ...(options.signal ? { signal: options.signal } : {}),
    onEvent: (event) => {
      if (firstMs === 0) firstMs = performance.now() - started;
      if (event.type === 'finished') lastMs = performance.now() - started;
    },
  });
  return { firstMs, lastMs, record };
}

/**
 * Makes sure that a run did all its work.
 * @throws Error when it did not: a run that fails early is fast.
 */
export function requirePassed({ record }: WarmRun, tests: number): void {
  const passed = record.tests.filter(({ state }) => state === 'passed').length;
  if (passed === tests && record.tests.length === tests && record.end.how === 'finished') return;
  const reasons = record.tests.flatMap(({ failure, reason }) => failure?.message ?? reason ?? []);
  throw new Error(
    `${passed} of ${tests} tests passed: ${[...record.problems.map(({ message }) => message), ...reasons].join('; ')}`,
  );
}

/** A pool as the editor keeps it while a course file is being edited. */
export function editingPool({ runtime, installation }: Setting): SparePool {
  const { runner, toolchain } = installation;
  const pool = new SparePool({ runtime, runner, toolchain });
  pool.wanted(true);
  return pool;
}

/**
 * Waits until spares are ready: one that is still loading would slow down whatever is measured next.
 * @throws Error when they are not within 20 s.
 */
export async function settled(pool: SparePool, spares = 2): Promise<void> {
  const limit = performance.now() + 20_000;
  while (pool.warm < spares) {
    if (performance.now() > limit) throw new Error(`Only ${pool.warm} of ${spares} spares became ready.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
