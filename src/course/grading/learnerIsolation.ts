import type { RunEvent } from '../../protocol/runEvents.ts';
import type { Exercise } from '../exercise.ts';
import { LearnerSession, runLearnersTests } from '../learnerRun.ts';
import { mapInPool } from '../running/pool.ts';
import { titlesOf, type RunRecord } from '../running/runRecord.ts';
import {
  brokenBy,
  explainIsolation,
  isolationProbes,
  type FlakyTest,
  type IsolationFinding,
  type IsolationProbe,
} from './isolation.ts';
import type { RunSetting } from './systemRun.ts';

export interface LearnerIsolationOptions extends RunSetting {
  /** Events of the run in the declared order, as they come. */
  readonly onRunEvent?: (event: RunEvent) => void;
  /** How many of the orders have been tried. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface LearnerIsolation {
  /** The run in the declared order. */
  readonly record: RunRecord;
  readonly findings: readonly IsolationFinding[];
  /** Tests whose verdict changed under one order, which says nothing about the others. */
  readonly flakyTests: readonly FlakyTest[];
  /** In how many ways the tests were run beside the declared order. */
  readonly tried: number;
}

/**
 * Runs the tests as they lie on the disk in their declared order, then each alone, all reversed and shuffled, and
 * names for each test whose verdict changes the one it depends on. An objection is heard again in a fresh process.
 * @throws CourseError `missing-folder`.
 */
export async function checkLearnersIsolation(
  exercise: Exercise,
  folder: string,
  options: LearnerIsolationOptions,
): Promise<LearnerIsolation> {
  const { onRunEvent, onProgress, ...setting } = options;
  const sessions = [
    new LearnerSession(exercise, folder, setting),
    new LearnerSession(exercise, folder, setting),
  ];
  try {
    const record = await runLearnersTests(exercise, folder, {
      ...setting,
      ...(onRunEvent ? { onEvent: onRunEvent } : {}),
    });
    const probes = isolationProbes(record);
    const waiting = [...probes];
    const tried = probes.length;
    const broken: IsolationProbe[] = [];
    let done = 0;
    await Promise.all(
      sessions.map(async (session) => {
        for (let probe = waiting.shift(); probe !== undefined; probe = waiting.shift()) {
          if (brokenBy(probe, await session.run(probe.round)).length > 0) broken.push(probe);
          onProgress?.(++done, tried);
        }
      }),
    );
    // What a cancelled round did not run would look broken.
    const nothing = { record, findings: [], flakyTests: [], tried: 0 };
    if (setting.signal?.aborted) return nothing;
    const alone = (round: IsolationProbe['round']): Promise<RunRecord> =>
      runLearnersTests(exercise, folder, { ...setting, ...round });
    // In the order of the probes, so that the same one explains each time.
    broken.sort((one, other) => probes.indexOf(one) - probes.indexOf(other));
    const confirmed = await mapInPool(broken, async (probe) => ({
      probe,
      keys: brokenBy(probe, await alone(probe.round)),
    }));
    const { findings, flakyTests } = await explainIsolation(
      record,
      confirmed.filter(({ keys }) => keys.length > 0),
      titlesOf(record.tests),
      alone,
    );
    return setting.signal?.aborted ? nothing : { record, findings, flakyTests, tried };
  } finally {
    await Promise.all(sessions.map((session) => session.close()));
  }
}
