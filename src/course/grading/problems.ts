import type { GradedFault, GradeProblem } from '../../protocol/gradeResult.ts';
import { hasGivenSuite, type Exercise } from '../exercise.ts';
import { gistOf, type RunRecord } from '../running/runRecord.ts';
import type { Submission } from './submission.ts';

/** So many files that could not be read are named. */
const mostNamed = 10;

/** Files of a submission that could not be read: it is not complete, whatever the others are. */
export function readingProblems({ refused = [] }: Submission): GradeProblem[] {
  const named = refused.slice(0, mostNamed).map(({ message, remedy }): GradeProblem => ({
    code: 'not-readable',
    message: `${message} ${remedy}`,
  }));
  if (refused.length <= mostNamed) return named;
  const rest = refused.length - mostNamed;
  return [...named, { code: 'not-readable', message: `So it is with ${rest} more.` }];
}

/** With more tests than this every round would take seconds only to load them. */
const mostLoaded = 1_000;

/**
 * The record of the tests that are graded: all, or where there are more than the exercise asks for, the first of
 * them; of a suite far beyond that, none. The verdict is certain then, and must not take a time that grows with the
 * square of their number.
 */
export function gradedPart(exercise: Exercise, record: RunRecord): RunRecord {
  const { maxTests } = exercise.manifest.limits;
  const { length } = record.tests;
  if (hasGivenSuite(exercise) || length <= maxTests) return record;
  return { ...record, tests: length > Math.max(maxTests, mostLoaded) ? [] : record.tests.slice(0, maxTests) };
}

/** What keeps a submission from passing, as far as the run on the correct system tells. */
export function problemsOf(
  exercise: Exercise,
  record: RunRecord,
  title: (key: string) => string,
): GradeProblem[] {
  const problems: GradeProblem[] = record.problems.map(({ code, message }) => ({ code, message }));
  const { maxTests } = exercise.manifest.limits;
  const graded = gradedPart(exercise, record).tests;
  if (record.tests.length === 0 && problems.length === 0) {
    problems.push({
      code: 'no-tests',
      message: 'No test was found. Write one in a file tests/….test.ts with it(…), and save it.',
    });
  }
  if (!hasGivenSuite(exercise) && record.tests.length > maxTests) {
    const outcome = graded.length === 0 ? 'so none was graded' : `and only the first ${maxTests} were graded`;
    problems.push({
      code: 'too-many-tests',
      message: `There are ${record.tests.length} tests; this exercise asks for at most ${maxTests}, ${outcome}. Keep those that catch something.`,
    });
  }
  for (const test of graded) {
    if (test.state === 'failed') {
      problems.push({
        code: 'test-failed',
        test: title(test.key),
        message: `'${title(test.key)}' fails on the correct system: ${gistOf(test.failure?.message ?? '')}`,
      });
    } else if (test.state === 'errored') {
      problems.push({
        code: 'test-errored',
        test: title(test.key),
        message: `'${title(test.key)}' could not be judged. ${test.reason ?? ''}`,
      });
    } else if (test.state === 'pending') {
      problems.push({
        code: 'only-or-skip',
        test: title(test.key),
        message: `'${title(test.key)}' is skipped, so it proves nothing.`,
      });
    }
  }
  return problems;
}

/** Tests of a portfolio lie in its groups, and no group holds more than it may. */
export function groupProblems(exercise: Exercise, record: RunRecord): GradeProblem[] {
  const { groups } = exercise.manifest.limits;
  if (groups === undefined) return [];
  const groupOf = (path: readonly string[]): string | undefined =>
    groups.find(({ title }) => path.length > 1 && path[0]?.toLowerCase().startsWith(title.toLowerCase()))
      ?.title;
  const names = groups.map(({ title }) => `describe('${title} …')`).join(', ');
  const outside = gradedPart(exercise, record)
    .tests.filter(({ path }) => groupOf(path) === undefined)
    .map(({ path }): GradeProblem => ({
      code: 'ungrouped-test',
      message: `'${path.join(' › ')}' lies in none of the groups ${names}. Say what kind of test it is by its outermost suite.`,
    }));
  const crowded = groups.flatMap(({ title, max }): GradeProblem[] => {
    const { length } = record.tests.filter(({ path }) => groupOf(path) === title);
    if (length <= max) return [];
    return [
      {
        code: 'too-many-tests',
        message: `There are ${length} tests in the group '${title}'; at most ${max} fit the budget. Keep those that no cheaper group can replace.`,
      },
    ];
  });
  return [...outside, ...crowded];
}

/** @param suiteMs how long the suite took on the correct system. */
export function slownessProblems(exercise: Exercise, suiteMs: number): GradeProblem[] {
  const most = exercise.manifest.limits.suiteMs;
  if (most === undefined || suiteMs <= most) return [];
  const message = `The suite took ${Math.round(suiteMs)} ms; at most ${most} ms are allowed. Look at the slowest test first.`;
  return [{ code: 'too-slow', message }];
}

/** Where a fault is to be localised: few tests fail under it, and their titles say where it lies. */
export function localisationProblems(
  exercise: Exercise,
  faults: readonly GradedFault[],
  pathOf: (title: string) => readonly string[],
): GradeProblem[] {
  const most = exercise.manifest.limits.maxTestsPerFault ?? Infinity;
  const wide = widestTests(exercise, faults).map(([title, areas]): GradeProblem => ({
    code: 'unlocalised-fault',
    message: `'${title}' catches faults of ${areas.length} areas (${quoted(areas)}), so its failure says nothing about where to look. Split it: one area per test.`,
  }));
  const ofFaults = exercise.manifest.faults.flatMap(({ id, area }): GradeProblem[] => {
    const by = faults.find((fault) => fault.id === id)?.by ?? [];
    const problems: GradeProblem[] = [];
    const unnamed = area === undefined ? [] : by.filter((title) => !names(pathOf(title), area));
    if (by.length > most) {
      const remedy =
        area !== undefined && unnamed.length === 0
          ? 'They are all about it, so they say the same several times: keep those that say it best.'
          : 'Let each test arrange what it needs directly, so that it fails for its own subject only.';
      problems.push({
        code: 'unlocalised-fault',
        message: `${by.length} tests fail for one fault (${quoted(by)}); at most ${most} should. ${remedy}`,
      });
    }
    if (unnamed.length > 0) {
      problems.push({
        code: 'unlocalised-fault',
        message: `${quoted(unnamed)} caught a fault of the area '${area ?? ''}' without naming it. Use that word in the title, or in the suite's: whoever reads the failure should know where to look.`,
      });
    }
    return problems;
  });
  return [...wide, ...ofFaults];
}

/** Tests that catch faults of several areas, with those. */
function widestTests(exercise: Exercise, faults: readonly GradedFault[]): [string, string[]][] {
  const areas = new Map<string, Set<string>>();
  for (const { id, area } of exercise.manifest.faults) {
    if (area === undefined) continue;
    for (const title of faults.find((fault) => fault.id === id)?.by ?? []) {
      areas.set(title, (areas.get(title) ?? new Set()).add(area));
    }
  }
  return [...areas].filter(([, all]) => all.size > 1).map(([title, all]) => [title, [...all]]);
}

function names(path: readonly string[], area: string): boolean {
  return path.some((title) => title.toLowerCase().includes(area.toLowerCase()));
}

/** Titles in a sentence. */
export function quoted(titles: readonly string[]): string {
  return titles.map((title) => `'${title}'`).join(', ');
}
