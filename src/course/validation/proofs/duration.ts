import type { Proof } from '../proof.ts';

/** Longest that the solution's tests may take together, in milliseconds. */
const longest = 10_000;

export const durationProof: Proof = {
  number: 14,
  id: 'duration',
  title: 'The solution is quick, and no fault hangs',
  quick: true,
  async check(ground) {
    const { result } = await ground.solutionGrade();
    const took = result.tests.reduce((sum, { durationMs }) => sum + durationMs, 0);
    const messages = took > longest ? [`The solution takes ${took} ms; at most ${longest} are allowed.`] : [];
    const table = await ground.solutionTable();
    for (const [id, { record }] of table.faults) {
      if (record.end.how === 'hung') messages.push(`The fault '${id}' hangs the run.`);
    }
    return messages;
  },
};
