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
        // Not `isolation.clean`: that is also false where nothing could be judged, because nothing passes.
        dependent: result.hygiene
          .filter(({ rule }) => rule === 'order-dependence')
          .map(({ message }) => message),
        failed: result.problems.filter(({ code }) => code === 'trial-failed').map(({ message }) => message),
      }),
    );
    const messages: string[] = [];
    if (starter?.dependent.length === 0 && starter.failed.length === 0) {
      messages.push(
        'What passes of the starter passes in every order and every trial, so there is nothing to mend. Declare a trial that shows the trouble, or let its tests depend on each other.',
      );
    }
    const left = [...(solution?.dependent ?? []), ...(solution?.failed ?? [])];
    return [...messages, ...left.map((message) => `solution: ${message}`)];
  },
};
