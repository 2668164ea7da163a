/**
 * A smallest set of tests that catches all faults: the thinnest suite that is still graded complete. Faults that no
 * test catches are left aside.
 * @param catchers titles of the tests that catch a fault, by its id.
 */
export function thinSuite(catchers: ReadonlyMap<string, readonly string[]>): string[] {
  const rows = [...catchers.values()].filter((tests) => tests.length > 0);
  // A suite with one test for each row is one, so this ends.
  for (let size = 0; size < rows.length; size += 1) {
    const found = coverOf(rows, size);
    if (found !== null) return found;
  }
  return coverOf(rows, rows.length) ?? [];
}

/** So many tests that are in every row, or null. Some test of the shortest row must be among them. */
function coverOf(rows: readonly (readonly string[])[], size: number): string[] | null {
  const [shortest] = rows.toSorted((one, other) => one.length - other.length);
  if (shortest === undefined) return [];
  if (size === 0) return null;
  for (const test of shortest) {
    const rest = coverOf(
      rows.filter((row) => !row.includes(test)),
      size - 1,
    );
    if (rest !== null) return [test, ...rest];
  }
  return null;
}
