/** The middle and the ends of a set of measurements. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** How many measurements there were. */
  readonly runs: number;
}

/** @throws RangeError for no values at all: a median of nothing would look like a good one. */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) throw new RangeError('There are no measurements.');
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? min;
  return { median: (lower + upper) / 2, min, max, runs: sorted.length };
}

/**
 * What stands for a row: the median of ratios and times, which one slow moment must not decide, and the worst of
 * counts and stalls, where a single one is what the bar forbids.
 */
export type Statistic = 'median' | 'max' | 'min';

/** A percentage, rounded down: 100 means all of them. */
export function percentage(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part / whole) * 1000) / 10;
}
