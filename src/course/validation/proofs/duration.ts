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
    const [slowest] = result.tests.toSorted((one, other) => other.durationMs - one.durationMs);
    const messages =
      took > longest
        ? [
            `The solution takes ${took} ms; at most ${longest} are allowed. Its slowest test is '${slowest?.title ?? ''}' (${slowest?.durationMs ?? 0} ms).`,
          ]
        : [];
    const table = await ground.solutionTable();
    for (const [id, { record }] of table.faults) {
      if (record.end.how === 'hung')
        messages.push(
          `The fault '${id}' hangs the run: it never lets go of the processor. Let it go wrong in a way that a test can assert.`,
        );
    }
    return messages;
  },
};
