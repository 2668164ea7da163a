import type { GradedFinding } from './gradeResult.ts';

/** One thing left behind, however many tests left it. */
export interface Leak extends Omit<GradedFinding, 'test' | 'dependence'> {
  /** Titles of the tests, in the order they ran. */
  readonly tests: readonly string[];
}

/**
 * What was left behind, one entry a line of code: a fixture that leaks does so in every test and is mended
 * once. What depends on the order is told by `dependencesOf`.
 */
export function leaksOf({ hygiene }: { readonly hygiene: readonly GradedFinding[] }): readonly Leak[] {
  const leaks = new Map<string, Leak>();
  for (const { test, rule, message, file, line } of hygiene) {
    if (rule === 'order-dependence') continue;
    // Without a place there is only the test to tell one from another.
    const key = JSON.stringify([rule, file, line, file === '' ? test : '']);
    const known = leaks.get(key)?.tests ?? [];
    const tests = test === '' || known.includes(test) ? known : [...known, test];
    leaks.set(key, { rule, message, file, line, tests });
  }
  return [...leaks.values()];
}

/** The place of what was found and the tests that showed it, as a line of text; empty when neither is known. */
export function whereText({ file, line, tests }: Pick<Leak, 'file' | 'line' | 'tests'>): string {
  const place = file === '' ? '' : line > 0 ? `${file}:${line}` : file;
  const [first, ...others] = tests;
  const who =
    first === undefined ? '' : `in '${first}'${others.length > 0 ? ` and ${others.length} more` : ''}`;
  return [place, who].filter((text) => text !== '').join(', ');
}
