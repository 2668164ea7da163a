/**
 * Puts a list into an order by chance, in place (Fisher and Yates).
 * @param random numbers in [0, 1).
 */
export function shuffle(list: unknown[], random: () => number): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other], list[last]];
  }
}
