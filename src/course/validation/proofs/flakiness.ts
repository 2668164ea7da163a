import type { Proof } from '../proof.ts';

export const flakinessProof: Proof = {
  number: 9,
  id: 'flakiness',
  title: 'The suite to be mended fails in some order or trial, and the mended one in none',
  quick: true,
  async check(ground) {
    if (ground.exercise.manifest.kind !== 'fix-the-suite') return [];
    const [starter, solution] = [await ground.starterGrade(), await ground.solutionGrade()].map(
      ({ result }) => ({
        dependent: !result.isolation.clean,
        failed: result.problems.filter(({ code }) => code === 'trial-failed').map(({ message }) => message),
      }),
    );
    const messages: string[] = [];
    if (starter && !starter.dependent && starter.failed.length === 0) {
      messages.push(
        'The starter passes in every order and every trial, so there is nothing to mend. Declare a trial that shows the trouble, or let its tests depend on each other.',
      );
    }
    if (solution?.dependent) messages.push('The solution still depends on the order of its tests.');
    messages.push(...(solution?.failed ?? []).map((message) => `solution: ${message}`));
    return messages;
  },
};
