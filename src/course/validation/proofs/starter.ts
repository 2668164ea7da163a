import type { Proof } from '../proof.ts';

const loadProblems = new Set([
  'load-error',
  'process-exit',
  'endless-loop',
  'crashed',
  'runner-failed',
  'uncaught',
]);

/** What a green starter's tests catch, or how they are grouped, is what the learner is to improve. */
const improvable = new Set(['unlocalised-fault', 'ungrouped-test']);

export const starterProof: Proof = {
  number: 2,
  id: 'starter',
  title: 'The starter type-checks, and is incomplete for the intended reason',
  quick: true,
  async check(ground) {
    const messages = ((await ground.typeErrors()).get('starter') ?? []).map((error) => `starter: ${error}`);
    const { result } = await ground.starterGrade();
    const { kind } = ground.exercise.manifest;
    if (result.complete) {
      messages.push(
        'The starter is graded complete, so there is nothing to do. Take away what the task asks for.',
      );
    } else if (kind !== 'fix-the-suite' && result.faults.every(({ caught }) => caught)) {
      // A suite to be mended catches what it catches; what is wrong with it is another thing.
      messages.push('The starter catches every fault. It must leave some to the learner.');
    }
    for (const { code, message } of result.problems) {
      if (loadProblems.has(code)) messages.push(`The starter does not even run: ${message}`);
      else if (kind === 'write-tests' && !improvable.has(code)) {
        messages.push(`The starter should be green but incomplete: ${message}`);
      }
    }
    return messages;
  },
};
