import { availableParallelism } from 'node:os';

/** How many test processes run side by side: more than the cores would only make each slower. */
const width = Math.max(1, Math.min(4, availableParallelism()));

/** Maps items side by side, a few at a time, and keeps their order. Rejects with the first failure. */
export async function mapInPool<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
