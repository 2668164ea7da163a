import { answersOf, mainAnswer } from '../../exercise.ts';
import { quoted } from '../../grading/problems.ts';
import { answerLayout, type ProvingGround } from '../provingGround.ts';
import type { Proof } from '../proof.ts';

export const solutionProof: Proof = {
  number: 3,
  id: 'solution',
  title: 'The solution passes the system and all variants',
  quick: true,
  async check(ground) {
    const messages: string[] = [];
    for (const { id } of answersOf(ground.exercise)) messages.push(...(await wrongWith(ground, id)));
    return messages;
  },
};

/** What is wrong with one model answer, each of which a learner may hand in. */
async function wrongWith(ground: ProvingGround, answer: string): Promise<string[]> {
  const errors = (await ground.typeErrors()).get(answerLayout(answer)) ?? [];
  const messages = errors.map((error) => `${answer}: ${error}`);
  const { result } = await ground.answerGrade(answer);
  messages.push(...result.problems.map(({ message }) => `${answer}: ${message}`));
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
    const name = answer === mainAnswer ? 'The solution' : `The answer '${answer}'`;
    messages.push(`${name} is not graded complete: ${reasons.join('; ')}.`);
  }
  return messages;
}
