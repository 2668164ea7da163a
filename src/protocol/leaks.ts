import type { GradedFinding, GradeResult } from './gradeResult.ts';

/** One thing left behind, however many tests left it. */
export interface Leak extends Omit<GradedFinding, 'test'> {
  /** Titles of the tests, in the order they ran. */
  readonly tests: readonly string[];
}

/**
 * What was left behind, one entry a line of code: a fixture that leaks does so in every test and is mended
 * once. A dependence on order whose polluter is known is told with the isolation instead.
 */
export function leaksOf({ hygiene, isolation }: GradeResult): readonly Leak[] {
  const victims = new Set(isolation.pairs.map(({ victim }) => victim));
  const leaks = new Map<string, Leak>();
  for (const { test, ...leak } of hygiene) {
    if (leak.rule === 'order-dependence' && victims.has(test)) continue;
    // Without a place there is only the test to tell one from another.
    const key = JSON.stringify([leak.rule, leak.file, leak.line, leak.file === '' ? test : '']);
    const known = leaks.get(key)?.tests ?? [];
    leaks.set(key, { ...leak, tests: test === '' || known.includes(test) ? known : [...known, test] });
  }
  return [...leaks.values()];
}
