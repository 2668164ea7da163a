import { quoted } from '../../grading/problems.ts';
import type { Proof } from '../proof.ts';

export const solutionProof: Proof = {
  number: 3,
  id: 'solution',
  title: 'The solution passes the system and all variants',
  quick: true,
  async check(ground) {
    const messages = ((await ground.typeErrors()).get('solution') ?? []).map((error) => `solution: ${error}`);
    const { result } = await ground.solutionGrade();
    messages.push(...result.problems.map(({ message }) => `solution: ${message}`));
    for (const { id, passed, refusedBy } of result.variants) {
      if (passed) continue;
      messages.push(
        `The variant '${id}' is correct, but refused by ${quoted(refusedBy)}. Let them ask for what the contract promises, or mend the variant.`,
      );
    }
    if (messages.length === 0 && !result.complete) {
      const missed = result.faults.filter(({ caught }) => !caught).map(({ id }) => `'${id}'`);
      const reasons = [
        ...(missed.length > 0 ? [`it does not catch ${missed.join(', ')}`] : []),
        ...new Set(result.hygiene.map(({ rule, test }) => `'${test}' breaks the rule '${rule}'`)),
      ];
      messages.push(`The solution is not graded complete: ${reasons.join('; ')}.`);
    }
    return messages;
  },
};
