import { relative, sep } from 'node:path';
import type {
  GradedFault,
  GradedFinding,
  GradedVariant,
  GradeEvent,
  GradeProblem,
  GradeResult,
  GradeStage,
} from '../../protocol/gradeResult.ts';
import type { Finding, HygieneRule, RunEvent } from '../../protocol/runEvents.ts';
import { hasGivenSuite, patchText, type Exercise } from '../exercise.ts';
import { applyTo } from '../patches.ts';
import { mapInPool } from '../running/pool.ts';
import { titlesOf, type RunRecord } from '../running/runRecord.ts';
import { catchesOf } from './catches.ts';
import { checkIsolation } from './isolation.ts';
import type { Submission } from './submission.ts';
import { assemble, runAssembly, type Assembly, type RunSetting } from './systemRun.ts';

export interface GradeOptions extends RunSetting {
  /** Stages and intermediate results while the grade runs. */
  readonly onProgress?: (event: GradeEvent) => void;
  /** Events of the run on the correct system, as they come. */
  readonly onRunEvent?: (event: RunEvent) => void;
}

/** A grade with the record it was made from, for those who show single tests. */
export interface Grade {
  readonly result: GradeResult;
  readonly record: RunRecord;
}

/** Rules that hold in every exercise; `hygiene` in the manifest adds to them. */
const alwaysWatched: readonly HygieneRule[] = [
  'open-databases',
  'open-servers',
  'real-network',
  'order-dependence',
  'only-or-skip',
];

/**
 * Grades a submission: the tests on the correct system, on its variants, what they leave behind, their
 * independence of order, and the faults they catch. Later stages are judged for the tests that pass, also
 * when others fail.
 * @throws CourseError when the exercise's own data is broken (`broken-patch`, …).
 */
export async function gradeSubmission(
  exercise: Exercise,
  submission: Submission,
  options: GradeOptions,
): Promise<Grade> {
  const { manifest } = exercise;
  const assembly = assemble(exercise, submission);
  // Broken data of the course is found before anything runs.
  const variants = manifest.variants.map(({ id }) => ({ id, assembly: patched(assembly, 'variants', id) }));
  const faults = hasGivenSuite(exercise)
    ? []
    : manifest.faults.map(({ id }) => ({ id, assembly: patched(assembly, 'faults', id) }));

  let result: GradeResult = {
    exercise: exercise.id,
    complete: false,
    tests: [],
    variants: [],
    faults: [],
    hygiene: [],
    isolation: { clean: false, pairs: [] },
    problems: [],
  };
  const stage = (name: GradeStage, done: number, total: number): void =>
    options.onProgress?.({ type: 'stage', stage: name, done, total });
  const advance = (part: Partial<GradeResult>): void => {
    result = { ...result, ...part };
    options.onProgress?.({ type: 'partial', result });
  };

  stage('tests', 0, 1);
  const record = await runAssembly(
    assembly,
    options,
    options.onRunEvent ? { onEvent: options.onRunEvent } : {},
  );
  const titles = titlesOf(record.tests);
  const title = (key: string): string => titles.get(key) ?? key;
  advance({
    tests: record.tests.map(({ key, state, durationMs }) => ({ title: title(key), state, durationMs })),
    problems: problemsOf(exercise, record, title),
  });
  const passing = record.tests.filter(({ state }) => state === 'passed');
  if (passing.length === 0) {
    advance({
      faults: givenFaults(exercise, record, title),
      hygiene: hygieneOf(exercise, assembly, record.findings),
    });
    return { result, record };
  }

  const gradedVariants = await withSteps(
    variants,
    'variants',
    async ({ id, assembly }): Promise<GradedVariant> => {
      const other = await runAssembly(assembly, options);
      const refusedBy = passing
        .filter(({ key }) => other.tests.find((test) => test.key === key)?.state !== 'passed')
        .map(({ key }) => title(key));
      return { id, passed: refusedBy.length === 0, refusedBy };
    },
  );
  advance({ variants: gradedVariants });

  stage('hygiene', 0, 1);
  advance({ hygiene: hygieneOf(exercise, assembly, record.findings) });

  const { isolation, findings } = await checkIsolation(assembly, options, record, (done, total) =>
    stage('isolation', done, total),
  );
  const dependent = findings.map(({ key, test, message }): Finding => {
    const at = record.tests.find((known) => known.key === key)?.at ?? null;
    return { rule: 'order-dependence', test, message, at };
  });
  advance({ isolation, hygiene: hygieneOf(exercise, assembly, [...record.findings, ...dependent]) });

  const gradedFaults = hasGivenSuite(exercise)
    ? givenFaults(exercise, record, title)
    : await withSteps(faults, 'faults', async ({ id, assembly }): Promise<GradedFault> => {
        const by = await reproducibleCatches(assembly, record, options);
        return {
          id,
          caught: by.size > 0,
          by: passing.filter(({ key }) => by.has(key)).map(({ key }) => title(key)),
        };
      });
  advance({ faults: gradedFaults });

  if (options.signal?.aborted) {
    const cancelled: GradeProblem = {
      code: 'cancelled',
      message: 'The grade was cancelled; what had been judged so far is shown.',
    };
    advance({ problems: [...result.problems.filter(({ code }) => code !== 'cancelled'), cancelled] });
  }
  advance({ complete: isComplete(result) });
  return { result, record };

  async function withSteps<T, R>(
    items: readonly T[],
    name: GradeStage,
    work: (item: T) => Promise<R>,
  ): Promise<R[]> {
    let done = 0;
    stage(name, done, items.length);
    return mapInPool(items, async (item) => {
      const value = await work(item);
      stage(name, ++done, items.length);
      return value;
    });
  }
}

/** The assembly with a fault or variant of its exercise applied. */
export function patched(assembly: Assembly, folder: 'faults' | 'variants', id: string): Assembly {
  const { exercise, files } = assembly;
  return {
    ...assembly,
    files: applyTo(files, patchText(exercise, folder, id), `${folder}/${id} of ${exercise.id}`),
  };
}

/** Catches that happen twice in a row: a test that fails by chance catches nothing. */
async function reproducibleCatches(
  faulty: Assembly,
  correct: RunRecord,
  setting: RunSetting,
): Promise<Set<string>> {
  const first = catchesOf(correct, await runAssembly(faulty, setting));
  if (first.size === 0) return first;
  const second = catchesOf(correct, await runAssembly(faulty, setting));
  return new Set([...first].filter((key) => second.has(key)));
}

/**
 * Where the suite is given, the learner's own code is what is examined: a fault is ruled out when every test
 * that notices it passes. The validator proves that those tests do notice it.
 */
function givenFaults(exercise: Exercise, record: RunRecord, title: (key: string) => string): GradedFault[] {
  if (!hasGivenSuite(exercise)) {
    return exercise.manifest.faults.map(({ id }) => ({ id, caught: false, by: [] }));
  }
  return exercise.manifest.faults.map(({ id, caughtBy }) => {
    const guards = record.tests.filter((test) => caughtBy.some((name) => isCalled(test.path, name)));
    const caught = guards.length > 0 && guards.every(({ state }) => state === 'passed');
    return { id, caught, by: caught ? guards.map(({ key }) => title(key)) : [] };
  });
}

/** Whether a manifest's name means this test: its own title, or its whole path joined by ` › `. */
export function isCalled(path: readonly string[], name: string): boolean {
  return path.at(-1) === name || path.join(' › ') === name;
}

function problemsOf(exercise: Exercise, record: RunRecord, title: (key: string) => string): GradeProblem[] {
  const problems: GradeProblem[] = record.problems.map(({ code, message }) => ({ code, message }));
  const { maxTests } = exercise.manifest.limits;
  if (record.tests.length === 0 && problems.length === 0) {
    problems.push({
      code: 'no-tests',
      message: 'No test was found. Write one in a file tests/….test.ts with it(…), and save it.',
    });
  }
  if (!hasGivenSuite(exercise) && record.tests.length > maxTests) {
    problems.push({
      code: 'too-many-tests',
      message: `There are ${record.tests.length} tests; this exercise asks for at most ${maxTests}. Keep those that catch something.`,
    });
  }
  for (const test of record.tests) {
    if (test.state === 'failed') {
      problems.push({
        code: 'test-failed',
        message: `'${title(test.key)}' fails on the correct system: ${firstLine(test.failure?.message ?? '')}`,
      });
    } else if (test.state === 'errored') {
      problems.push({
        code: 'test-errored',
        message: `'${title(test.key)}' could not be judged. ${test.reason ?? ''}`,
      });
    } else if (test.state === 'pending') {
      problems.push({
        code: 'only-or-skip',
        message: `'${title(test.key)}' is skipped, so it proves nothing.`,
      });
    }
  }
  return problems;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function hygieneOf(exercise: Exercise, assembly: Assembly, findings: readonly Finding[]): GradedFinding[] {
  return findings
    .filter(({ rule }) => alwaysWatched.includes(rule) || exercise.manifest.hygiene.includes(rule))
    .map(({ rule, test, message, at }) => ({
      rule,
      test,
      message,
      file: at === null ? '' : fileInExercise(exercise, assembly, at.file),
      line: at?.line ?? 0,
    }));
}

function fileInExercise(exercise: Exercise, assembly: Assembly, file: string): string {
  if (assembly.folder !== null) return relative(assembly.folder, file).split(sep).join('/');
  const path = file.split(sep).join('/');
  const marker = `/${exercise.id}/`;
  const start = path.lastIndexOf(marker);
  return start < 0 ? path : path.slice(start + marker.length);
}

/** Complete means: every test counts and passes, and nothing at all was found. */
function isComplete(result: GradeResult): boolean {
  return (
    result.tests.length > 0 &&
    result.tests.every(({ state }) => state === 'passed') &&
    result.problems.length === 0 &&
    result.variants.every(({ passed }) => passed) &&
    result.hygiene.length === 0 &&
    result.isolation.clean &&
    result.faults.length > 0 &&
    result.faults.every(({ caught }) => caught)
  );
}
