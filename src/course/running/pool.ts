import { availableParallelism } from 'node:os';

/** How many test processes run side by side: more than the cores would only make each slower. */
const width = Math.max(1, Math.min(4, availableParallelism()));

/**
 * Maps items side by side, a few at a time, and keeps their order. Rejects with the first failure, when what had
 * been begun by then is over; nothing else is begun after it.
 */
export async function mapInPool<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length && failures.length === 0; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item, index);
    }
  };
  const workers = Array.from({ length: Math.min(width, items.length) }, worker);
  await Promise.all(workers.map((one) => one.catch((error: unknown) => failures.push(error))));
  if (failures.length > 0) throw failures[0];
  return results;
}
