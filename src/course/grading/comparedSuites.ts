import { createHash } from 'node:crypto';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import type { Exercise } from '../exercise.ts';
import { gradeSubmission } from './grade.ts';
import type { Submission } from './submission.ts';
import type { RunSetting } from './systemRun.ts';

/** A suite as it is compared with others that examine the same system. */
export interface ComparedSuite {
  /** By fault, in the order of the exercise: titles of the tests that catch it. */
  readonly caughtBy: readonly { readonly fault: string; readonly tests: readonly string[] }[];
  readonly tests: number;
  /** Of all tests together, on the correct system. */
  readonly durationMs: number;
  /** Of the files that belong to the learner, blank ones not counted. */
  readonly lines: number;
}

/** Grades suites once for each content, as long as it lives. */
export class SuiteComparison {
  private readonly grades = new Map<string, GradeResult>();

  /**
   * @returns null when the signal ended it.
   * @throws CourseError when the exercise's own data is broken.
   */
  async suiteOf(
    exercise: Exercise,
    submission: Submission,
    setting: RunSetting,
  ): Promise<ComparedSuite | null> {
    const key = digestOf(exercise, submission);
    let result = this.grades.get(key);
    if (result === undefined) {
      ({ result } = await gradeSubmission(exercise, submission, setting));
      if (setting.signal?.aborted || result.problems.some(({ code }) => code === 'cancelled')) return null;
      this.grades.set(key, result);
    }
    return comparedSuite(exercise, submission, result);
  }
}

/** @param result of grading the submission; a fault that it does not tell of was not caught. */
export function comparedSuite(
  exercise: Exercise,
  { files }: Submission,
  { faults, tests }: GradeResult,
): ComparedSuite {
  const texts = [...files.values()].join('\n');
  return {
    caughtBy: exercise.manifest.faults.map(({ id }) => {
      const judged = faults.find((fault) => fault.id === id);
      return { fault: id, tests: judged?.caught === true ? judged.by : [] };
    }),
    tests: tests.length,
    durationMs: tests.reduce((sum, { durationMs }) => sum + durationMs, 0),
    lines: texts.split('\n').filter((line) => line.trim() !== '').length,
  };
}

function digestOf({ id }: Exercise, { files, folder }: Submission): string {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([id, folder, sorted]))
    .digest('hex');
}
