import type { ProvingGround } from './provingGround.ts';

/** What stands for a promise or a freedom. */
export interface Standing {
  /** Of the fault or the variant. */
  readonly id: string;
  readonly title: string;
  /** Titles of the tests that catch the fault; of those that refuse the variant, which are none when it is sound. */
  readonly tests: readonly string[];
}

/** A promise or a freedom of a contract, with everything that stands for it. */
export interface PromiseRow {
  readonly kind: 'promise' | 'freedom';
  readonly id: string;
  /** Its words, and the other places that say the same. */
  readonly quotes: readonly string[];
  readonly standing: readonly Standing[];
}

/** The promises and freedoms of an exercise, in the order of its manifest; none where none are declared. */
export async function promiseTable(ground: ProvingGround): Promise<PromiseRow[]> {
  const { promises = [], freedoms = [], faults, variants } = ground.exercise.manifest;
  if (promises.length === 0) return [];
  const table = await ground.solutionTable();
  const { result } = await ground.solutionGrade();
  const titled = (
    of: readonly { readonly id: string; readonly title: string }[],
    id: string,
    tests: readonly string[] = [],
  ): Standing => ({ id, title: of.find((one) => one.id === id)?.title ?? '', tests });
  return [
    ...promises.map((promise): PromiseRow => ({
      kind: 'promise',
      id: promise.id,
      quotes: [promise.quote, ...(promise.restated ?? [])],
      standing: promise.faults.map((id) =>
        titled(
          faults,
          id,
          table.faults.get(id)?.catches.map(({ title }) => title),
        ),
      ),
    })),
    ...freedoms.map((freedom): PromiseRow => ({
      kind: 'freedom',
      id: freedom.id,
      quotes: [freedom.quote, ...(freedom.restated ?? [])],
      standing: freedom.variants.map((id) =>
        titled(variants, id, result.variants.find((one) => one.id === id)?.refusedBy),
      ),
    })),
  ];
}
