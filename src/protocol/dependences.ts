import type { GradedFinding, GradedIsolation } from './gradeResult.ts';
import type { OrderSeed } from './runEvents.ts';

/** A test whose verdict depends on other tests. */
export interface Dependent extends Omit<GradedFinding, 'rule' | 'dependence'> {
  /** Titles of the tests that decide; empty when it is not known which, or takes several. */
  readonly on: readonly string[];
  /** An order of the whole suite that shows it; null for a test that fails alone. */
  readonly seed: OrderSeed | null;
}

/**
 * One entry a cause: tests that depend on one another, in whatever direction, share something, and are mended
 * together. The dependents of an entry are in the order they were found; there is at least one.
 */
export function dependencesOf({
  hygiene,
  isolation,
}: {
  readonly hygiene: readonly GradedFinding[];
  readonly isolation: Pick<GradedIsolation, 'pairs'>;
}): readonly (readonly Dependent[])[] {
  const groups: { readonly tests: Set<string>; readonly dependents: Dependent[] }[] = [];
  for (const dependent of dependentsOf(hygiene, isolation.pairs)) {
    const involved = [dependent.test, ...dependent.on];
    const [first, ...others] = groups.filter(({ tests }) => involved.some((test) => tests.has(test)));
    const group = first ?? { tests: new Set<string>(), dependents: [] };
    if (first === undefined) groups.push(group);
    // This one ties together what looked like several.
    for (const other of others) {
      groups.splice(groups.indexOf(other), 1);
      group.dependents.push(...other.dependents);
      for (const test of other.tests) group.tests.add(test);
    }
    group.dependents.push(dependent);
    for (const test of involved) group.tests.add(test);
  }
  return groups.map(({ dependents }) => dependents);
}

function dependentsOf(
  hygiene: readonly GradedFinding[],
  pairs: GradedIsolation['pairs'],
): readonly Dependent[] {
  const dependents = hygiene
    .filter(({ rule }) => rule === 'order-dependence')
    .map(({ test, message, file, line, dependence }): Dependent => {
      // Results kept by an older version have the pair only.
      const pair = pairs.find(({ victim }) => victim === test);
      const { on, seed } = dependence ?? {
        on: pair === undefined ? [] : [pair.polluter],
        seed: pair?.seed ?? null,
      };
      return { test, message, file, line, on, seed };
    });
  const told = new Set(dependents.map(({ test }) => test));
  const untold = pairs
    .filter(({ victim }) => !told.has(victim))
    .map(({ victim, polluter, seed }): Dependent => ({
      test: victim,
      message: `'${victim}' fails when '${polluter}' runs before it.`,
      file: '',
      line: 0,
      on: [polluter],
      seed,
    }));
  return [...dependents, ...untold];
}
