import type { Proof } from '../proof.ts';

export const promisesKeptProof: Proof = {
  number: 18,
  id: 'promises-kept',
  title:
    'Every promise has a fault that is caught, every freedom a variant, and each of these stands for one',
  quick: true,
  concerns: ({ manifest }) => manifest.promises !== undefined,
  async check(ground) {
    const { promises = [], freedoms = [], faults, variants } = ground.exercise.manifest;
    const messages: string[] = [];
    const ids = [...promises, ...freedoms].map(({ id }) => id);
    for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) < index))) {
      messages.push(`Two promises or freedoms are called '${id}'. Give each an id of its own.`);
    }
    const table = await ground.solutionTable();
    for (const promise of promises) {
      messages.push(...unknownIds('promise', promise.id, 'fault', promise.faults, faults));
      if (promise.faults.every((id) => (table.faults.get(id)?.catches.length ?? 0) === 0)) {
        messages.push(
          `No test catches a fault of the promise '${promise.id}' ('${promise.quote}'). Add a test that asks for it.`,
        );
      }
    }
    for (const freedom of freedoms) {
      messages.push(...unknownIds('freedom', freedom.id, 'variant', freedom.variants, variants));
    }
    const standing = new Set([
      ...promises.flatMap((promise) => promise.faults),
      ...freedoms.flatMap((freedom) => freedom.variants),
    ]);
    for (const { id } of faults.filter((fault) => !standing.has(fault.id))) {
      messages.push(
        `The fault '${id}' breaks no promise that is declared. Add it to 'faults' of a promise, or take it out.`,
      );
    }
    for (const { id } of variants.filter((variant) => !standing.has(variant.id))) {
      messages.push(
        `The variant '${id}' makes use of no freedom that is declared. Add it to 'variants' of a freedom, or take it out.`,
      );
    }
    return messages;
  },
};

function unknownIds(
  kind: 'promise' | 'freedom',
  id: string,
  what: 'fault' | 'variant',
  named: readonly string[],
  known: readonly { readonly id: string }[],
): string[] {
  return named
    .filter((name) => !known.some((one) => one.id === name))
    .map((name) => `The ${kind} '${id}' names the ${what} '${name}', which does not exist. Declare it.`);
}
