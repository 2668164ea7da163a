import type { Proof } from '../proof.ts';

const loadProblems = new Set([
  'load-error',
  'process-exit',
  'endless-loop',
  'crashed',
  'runner-failed',
  'uncaught',
]);

export const starterProof: Proof = {
  number: 2,
  id: 'starter',
  title: 'The starter type-checks, and is incomplete for the intended reason',
  quick: true,
  async check(ground) {
    const messages = ((await ground.typeErrors()).get('starter') ?? []).map((error) => `starter: ${error}`);
    const { result } = await ground.starterGrade();
    if (result.complete) messages.push('The starter is graded complete, so there is nothing to do.');
    for (const { code, message } of result.problems) {
      if (loadProblems.has(code)) messages.push(`The starter does not even run: ${message}`);
    }
    if (result.faults.every(({ caught }) => caught)) {
      messages.push('The starter catches every fault. It must leave some to the learner.');
    }
    if (ground.exercise.manifest.kind === 'write-tests') {
      for (const { code, message } of result.problems) {
        // What its tests catch, or how they are grouped, is what the learner is to improve.
        if (code === 'unlocalised-fault' || code === 'ungrouped-test') continue;
        messages.push(`The starter should be green but incomplete: ${message}`);
      }
    }
    return messages;
  },
};
