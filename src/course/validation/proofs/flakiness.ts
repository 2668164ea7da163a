import { brokenBy, isolationProbes } from '../../grading/isolation.ts';
import { judgeTrials } from '../../grading/trials.ts';
import { passingKeys } from '../../running/runRecord.ts';
import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

export const flakinessProof: Proof = {
  number: 9,
  id: 'flakiness',
  title: 'The suite to be mended fails in some order or trial, and the mended one in none',
  quick: true,
  async check(ground) {
    if (ground.exercise.manifest.kind !== 'fix-the-suite') return [];
    const messages: string[] = [];
    if (!(await starterIsFlaky(ground))) {
      messages.push(
        'What passes of the starter passes in every order and every trial, so there is nothing to mend. Declare a trial that shows the trouble, or let its tests depend on each other.',
      );
    }
    const { result } = await ground.solutionGrade();
    // Not `isolation.clean`: that is also false where nothing could be judged, because nothing passes.
    const left = [
      ...result.hygiene.filter(({ rule }) => rule === 'order-dependence'),
      ...result.problems.filter(({ code }) => code === 'trial-failed'),
    ];
    return [...messages, ...left.map(({ message }) => `solution: ${message}`)];
  },
};

/** Asks trial by trial, which are declared because they show the trouble, then order by order, until one breaks it. */
async function starterIsFlaky(ground: ProvingGround): Promise<boolean> {
  const record = await ground.runStarter();
  const { exercise, setting } = ground;
  const assembly = ground.starterAssembly();
  const passing = passingKeys(record);
  for (const trial of exercise.manifest.trials ?? []) {
    const failed = await judgeTrials(
      [trial],
      passing,
      (key) => key,
      assembly,
      setting,
      () => undefined,
    );
    if (failed.length > 0) return true;
  }
  for (const probe of isolationProbes(record)) {
    const broken = async (): Promise<boolean> =>
      brokenBy(probe, await ground.runStarter(probe.round)).length > 0;
    if ((await broken()) && (await broken())) return true;
  }
  return false;
}
