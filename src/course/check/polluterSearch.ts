/**
 * The smallest part of a list that still has an effect, found by halving: two runs per halving when one item does
 * it alone, and delta debugging (Zeller and Hildebrandt) when only several together do.
 * @param candidates in the order they run; all together have the effect.
 * @param hasEffect runs a part of them, which keeps its order.
 * @param mayGoOn asked before each run; false ends the search with what it has come to.
 */
export async function smallestEffective<T>(
  candidates: readonly T[],
  hasEffect: (part: readonly T[]) => Promise<boolean>,
  mayGoOn: () => boolean,
): Promise<readonly T[]> {
  let rest = candidates;
  let parts = 2;
  while (rest.length > 1) {
    const chunks = split(rest, parts);
    const complements = parts > 2 ? chunks.map((chunk) => rest.filter((item) => !chunk.includes(item))) : [];
    let smaller: readonly T[] | null = null;
    for (const part of [...chunks, ...complements]) {
      if (!mayGoOn()) return rest;
      if (!(await hasEffect(part))) continue;
      smaller = part;
      // What is left of a whole chunk's removal was already cut as finely as this.
      parts = chunks.length > 2 && part.length > rest.length / 2 ? Math.max(parts - 1, 2) : 2;
      break;
    }
    if (smaller !== null) rest = smaller;
    else if (parts < rest.length) parts = Math.min(parts * 2, rest.length);
    else return rest;
  }
  return rest;
}

function split<T>(items: readonly T[], parts: number): T[][] {
  const chunks: T[][] = [];
  for (let part = 0; part < parts; part += 1) {
    const chunk = items.slice(
      Math.floor((part * items.length) / parts),
      Math.floor(((part + 1) * items.length) / parts),
    );
    if (chunk.length > 0) chunks.push(chunk);
  }
  return chunks;
}
