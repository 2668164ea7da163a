import type { GradeProblem } from '../../protocol/gradeResult.ts';
import type { Circumstances } from '../../protocol/runEvents.ts';
import type { Trial } from '../manifestSchemas.ts';
import { mapInPool } from '../running/pool.ts';
import { notPassing, whyNotPassed } from '../running/runRecord.ts';
import { SystemSession, type Assembly, type RunSetting } from './systemRun.ts';

/**
 * Runs the suite in each trial's circumstances. An objection is heard again, unless it came from repeating: a test
 * that fails once in many rounds is what that looks for.
 * @param passing keys of the tests that pass without circumstances.
 * @param onTrial called as each trial is decided.
 */
export async function judgeTrials(
  trials: readonly Trial[],
  passing: readonly string[],
  title: (key: string) => string,
  assembly: Assembly,
  setting: RunSetting,
  onTrial: () => void,
): Promise<GradeProblem[]> {
  const problems = await mapInPool(trials, async (trial): Promise<GradeProblem[]> => {
    const failed = await failedIn(trial, passing, assembly, setting);
    const sure =
      failed === null || trial.repeat !== undefined
        ? failed
        : await failedIn(trial, passing, assembly, setting);
    onTrial();
    if (sure === null) return [];
    return [
      {
        code: 'trial-failed',
        message: `'${title(sure.key)}' fails ${trial.title}: ${sure.why}`,
      },
    ];
  });
  return problems.flat();
}

/** The first test that passes otherwise and not here. */
async function failedIn(
  trial: Trial,
  passing: readonly string[],
  assembly: Assembly,
  setting: RunSetting,
): Promise<{ readonly key: string; readonly why: string } | null> {
  const session = new SystemSession(assembly, setting);
  const circumstances = circumstancesOf(trial);
  try {
    for (let round = 1; round <= (trial.repeat ?? 1); round += 1) {
      const record = await session.run(circumstances ? { circumstances } : {});
      // Nobody waits for the verdict any more, and a run that was ended objects to nothing.
      if (record.end.how === 'cancelled') return null;
      const [key] = notPassing(passing, record);
      if (key !== undefined) return { key, why: whyNotPassed(key, record) };
    }
    return null;
  } finally {
    await session.close();
  }
}

function circumstancesOf({ timeZone, startAt, timers }: Trial): Circumstances | null {
  if (timeZone === undefined && startAt === undefined && timers === undefined) return null;
  return {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(startAt === undefined ? {} : { startAtMs: Date.parse(startAt) }),
    ...(timers === 'eager' ? { eagerTimers: true } : {}),
  };
}
