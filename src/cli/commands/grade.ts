import { resolve } from 'node:path';
import { findExercise, loadCatalog } from '../../course/catalog.ts';
import { CourseError } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import { gradeSubmission } from '../../course/grading/grade.ts';
import { hintLadders, loadHintTexts } from '../../course/grading/hintLadders.ts';
import { refusedGrade } from '../../course/grading/unjudgedGrades.ts';
import {
  readSubmission,
  solutionSubmission,
  starterSubmission,
  type Submission,
} from '../../course/grading/submission.ts';
import type { RunSetting } from '../../course/grading/systemRun.ts';
import type { Installation } from '../../course/installation.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import { markedLines } from '../../protocol/shownText.ts';
import { chooseRunners } from '../chooseRuntime.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';
import { learnersFolder } from '../exerciseArgument.ts';
import { gradeJunit } from '../junit.ts';
import { gradeText } from '../printGrade.ts';
import { writeReport } from '../writeReport.ts';

export interface GradeArguments {
  readonly in?: string;
  readonly solution: boolean;
  readonly starter: boolean;
  readonly json: boolean;
  readonly junit?: string;
  /** How many steps of each hint to print. */
  readonly hints: number;
}

/** Problems after which there is nothing that could be judged. */
export const nothingJudged: ReadonlySet<string> = new Set(['runner-failed', 'not-judged', 'cancelled']);

/** Grades a learner's files, the model answer, or the starter. */
export async function grade(
  environment: Environment,
  wanted: string,
  options: GradeArguments,
): Promise<number> {
  const { installation, signal } = environment;
  const exercise = findExercise(loadCatalog(installation.lessons), wanted);
  const result = await verdictOn(exercise, () => submissionOf(environment, exercise, options), {
    installation,
    runners: await chooseRunners(environment),
    signal,
  });

  if (options.junit !== undefined) writeReport(resolve(environment.cwd, options.junit), gradeJunit([result]));
  if (options.json) printJson(environment, result);
  else {
    environment.out(gradeText(result, exercise));
    if (options.hints > 0) environment.out(hintText(exercise, result, installation, options.hints));
  }
  if (result.problems.some(({ code }) => nothingJudged.has(code))) return exitStatus.unusable;
  return result.complete ? exitStatus.good : exitStatus.notGood;
}

/** What a folder holds that cannot be read is the verdict on it, as among many. */
async function verdictOn(
  exercise: Exercise,
  read: () => Submission,
  setting: RunSetting,
): Promise<GradeResult> {
  try {
    return (await gradeSubmission(exercise, read(), setting)).result;
  } catch (error) {
    if (error instanceof CourseError && error.code === 'not-readable') return refusedGrade(exercise, error);
    throw error;
  }
}

function hintText(exercise: Exercise, result: GradeResult, { lessons }: Installation, steps: number): string {
  const ladders = hintLadders(exercise, result, loadHintTexts(lessons));
  const lines = ladders.flatMap((ladder) => [
    markedLines(ladder.about),
    ...ladder.steps
      .slice(0, steps)
      .map(({ text }, index) => `  ${index + 1}. ${text.trimEnd().replaceAll('\n', '\n     ')}`),
    '',
  ]);
  return `\nHints\n\n${lines.join('\n')}`;
}

function submissionOf(environment: Environment, exercise: Exercise, options: GradeArguments): Submission {
  if (options.solution) return solutionSubmission(exercise);
  if (options.starter) return starterSubmission(exercise);
  const folder = learnersFolder(exercise, options.in, environment.cwd);
  return options.in === undefined
    ? readSubmission(exercise, folder)
    : // Whoever names a folder means that one, also where it is a link.
      readSubmission(exercise, folder, folder);
}
