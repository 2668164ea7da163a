import type { Proof } from '../proof.ts';

export const solutionProof: Proof = {
  number: 3,
  id: 'solution',
  title: 'The solution passes the system and all variants',
  quick: true,
  async check(ground) {
    const messages = ((await ground.typeErrors()).get('solution') ?? []).map((error) => `solution: ${error}`);
    const { result } = await ground.solutionGrade();
    messages.push(...result.problems.map(({ message }) => message));
    for (const { id, passed, refusedBy } of result.variants) {
      if (!passed) messages.push(`The variant '${id}' is correct, but refused by: ${refusedBy.join(', ')}.`);
    }
    if (messages.length === 0 && !result.complete) messages.push('The solution is not graded complete.');
    return messages;
  },
};
