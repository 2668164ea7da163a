import { hasGivenSuite, probeFiles } from '../../exercise.ts';
import { testsAmong } from '../../grading/systemRun.ts';
import type { Proof } from '../proof.ts';

export const probesProof: Proof = {
  number: 10,
  id: 'probes',
  title: 'Hidden probes reject each broken answer',
  quick: true,
  async check(ground) {
    if (!hasGivenSuite(ground.exercise)) return [];
    if (testsAmong(probeFiles(ground.exercise)).length === 0) {
      return ['There is no probe in probes/. Add a hidden suite probes/….test.ts.'];
    }
    const table = await ground.solutionTable();
    return [...table.faults]
      .filter(([, { catches }]) => catches.length === 0)
      .map(
        ([id]) =>
          `No given or hidden test rejects the broken answer '${id}'. Add one to probes/ that fails with it.`,
      );
  },
};
