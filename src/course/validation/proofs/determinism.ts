import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { reversedOrder } from '../../../protocol/runEvents.ts';
import type { SystemRound } from '../../grading/systemRun.ts';
import { notPassing, passingKeys, whyNotPassed, type RunRecord } from '../../running/runRecord.ts';
import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

const repeats = 10;
/** One ahead of all others, one behind, and half an hour beside them. */
const timeZones = ['Pacific/Kiritimati', 'America/St_Johns'] as const;

export const determinismProof: Proof = {
  number: 11,
  id: 'determinism',
  title: 'The solution passes however often, in whatever order, time zone and load it runs',
  quick: false,
  async check(ground) {
    const keys = passingKeys((await ground.solutionTable()).correct);
    const messages: string[] = [];
    const expectSame = async (what: string, round: SystemRound): Promise<void> => {
      const expected = round.select ?? keys;
      messages.push(...differences(what, expected, await ground.runSolution(round)));
    };
    for (let round = 1; round <= repeats; round += 1) await expectSame(`in repeat ${round}`, {});
    for (const key of keys) await expectSame('alone', { select: [key] });
    for (const [index, key] of keys.entries()) {
      const next = keys[index + 1];
      if (next === undefined) continue;
      await expectSame('in a pair', { select: [key, next] });
      await expectSame('in a reversed pair', { select: [key, next], seed: reversedOrder });
    }
    for (const timeZone of timeZones) await expectSame(`in ${timeZone}`, { circumstances: { timeZone } });
    await underLoad(async () => {
      for (let round = 1; round <= repeats; round += 1) await expectSame('under load', {});
    });
    messages.push(...(await catchesUnderLoad(ground)));
    return [...new Set(messages)];
  },
};

function differences(what: string, expected: readonly string[], record: RunRecord): string[] {
  return notPassing(expected, record).map((key) => {
    const path = record.tests.find((one) => one.key === key)?.path.join(' › ') ?? key;
    return `'${path}' does not pass ${what}: ${whyNotPassed(key, record)}`;
  });
}

/** The kill matrix must not depend on the load either. */
async function catchesUnderLoad(ground: ProvingGround): Promise<string[]> {
  const calm = await ground.solutionTable();
  const busy = await underLoad(() => ground.freshSolutionTable());
  return [...calm.faults].flatMap(([id, { catches }]) => {
    const titles = (list: readonly { readonly title: string }[]): string =>
      list.map(({ title }) => title).join(', ');
    const [before, under] = [titles(catches), titles(busy.faults.get(id)?.catches ?? [])];
    return before === under
      ? []
      : [`The fault '${id}' is caught by ${before || 'nothing'}; under load by ${under || 'nothing'}.`];
  });
}

/** Keeps every core busy while `work` goes on. */
async function underLoad<T>(work: () => Promise<T>): Promise<T> {
  const loads = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    return await work();
  } finally {
    for (const load of loads) load.kill('SIGKILL');
  }
}
