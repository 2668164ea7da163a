import assert from 'node:assert/strict';

/** Compares two lists of records whose sequence is not promised. */
export function assertSameRecords<T extends { id: number }>(
  actual: readonly T[],
  expected: readonly T[],
): void {
  const sorted = (records: readonly T[]) => records.toSorted((a, b) => a.id - b.id);
  assert.deepEqual(sorted(actual), sorted(expected));
}
