import type { GradeProblem, GradeResult } from '../../protocol/gradeResult.ts';
import { CourseError, messageOf } from '../courseError.ts';
import type { Exercise } from '../exercise.ts';

/** The verdict on a submission of which nothing could be judged, with the reason. */
export function refusedGrade(exercise: Exercise, reason: unknown): GradeResult {
  return unjudged(exercise, problemOf(reason));
}

/** The verdict on a submission that was not looked at, because the grade of several was cancelled before. */
export function cancelledGrade(exercise: Exercise): GradeResult {
  return unjudged(exercise, {
    code: 'cancelled',
    message: 'The grade was cancelled before this exercise was looked at.',
  });
}

function unjudged(exercise: Exercise, problem: GradeProblem): GradeResult {
  return { ...blankGrade(exercise), problems: [problem] };
}

/** A grade in which nothing has been judged yet. */
export function blankGrade({ id }: Exercise): GradeResult {
  return {
    exercise: id,
    complete: false,
    tests: [],
    variants: [],
    faults: [],
    hygiene: [],
    isolation: { clean: false, pairs: [] },
    problems: [],
  };
}

function problemOf(reason: unknown): GradeProblem {
  if (!(reason instanceof CourseError)) {
    return {
      code: 'not-judged',
      message: `It could not be graded: ${messageOf(reason)} This is a defect of itlab. Please report it.`,
    };
  }
  const code = reason.code === 'not-readable' ? 'not-readable' : 'not-judged';
  return { code, message: `${reason.message} ${reason.remedy}` };
}
