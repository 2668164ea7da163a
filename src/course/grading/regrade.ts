import type { Exercise } from '../exercise.ts';
import {
  differenceTo,
  otherFiles,
  type Difference,
  type EarlierGrade,
  type ShapesOf,
} from './earlierGrade.ts';
import { gradeSubmission, type Grade, type GradeOptions } from './grade.ts';
import { isModelAnswer } from './modelAnswer.ts';
import type { Submission } from './submission.ts';

export interface Regrade extends Grade {
  /** For the next grade; null when this one was cut off, or has judged nothing. */
  readonly earlier: EarlierGrade | null;
  /** False when nothing that running sees has changed, so that nothing ran. */
  readonly ran: boolean;
}

export interface RegradeOptions extends GradeOptions {
  /** What the last grade of this exercise has seen; null for a full grade. */
  readonly earlier: EarlierGrade | null;
  readonly shapesOf: ShapesOf;
}

/**
 * Grades a submission, and does not look again at what cannot have changed since an earlier grade: the verdict is that
 * of a full grade. What is taken over, and why it may be, is told in CONTRIBUTING, "How a grade on save goes".
 * @throws CourseError as `gradeSubmission` does.
 */
export async function regradeSubmission(
  exercise: Exercise,
  submission: Submission,
  { earlier, shapesOf, ...options }: RegradeOptions,
): Promise<Regrade> {
  const others = otherFiles(submission);
  const difference = earlier
    ? await differenceTo(earlier, submission, others, shapesOf).catch((): Difference => ({ type: 'unknown' }))
    : null;
  if (earlier && difference?.type === 'none') {
    const { record, sights } = earlier;
    const { modelAnswer: _, ...rest } = earlier.result;
    // A comment of the learner's own, which no run sees, makes the work theirs.
    const isAnswer =
      rest.complete && isModelAnswer(exercise, submission.files, options.answerApplied === true);
    const result = isAnswer ? { ...rest, modelAnswer: true as const } : rest;
    return { result, record, sights, earlier: { ...earlier, files: submission.files, result }, ran: false };
  }
  const grade = await gradeSubmission(exercise, submission, {
    ...options,
    ...(earlier && difference?.type === 'some' ? { known: { sights: earlier.sights, difference } } : {}),
  });
  const { result, record, sights } = grade;
  return {
    ...grade,
    earlier: sights && { files: submission.files, others, result, record, sights },
    ran: true,
  };
}
