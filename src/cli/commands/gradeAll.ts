import { resolve } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { allExercises, loadCatalog } from '../../course/catalog.ts';
import { courseFolderOf, exerciseFolder } from '../../course/courseFolder.ts';
import { CourseError } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import { isImportable } from '../../course/fileTree.ts';
import { gradeSubmission } from '../../course/grading/grade.ts';
import { cancelledGrade, refusedGrade } from '../../course/grading/unjudgedGrades.ts';
import { readSubmission, starterSubmission, type Submission } from '../../course/grading/submission.ts';
import type { RunSetting } from '../../course/grading/systemRun.ts';
import { isSameText } from '../../course/platform/lineEnds.ts';
import type { GradeResult } from '../../protocol/gradeResult.ts';
import { chooseRunners } from '../chooseRuntime.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';
import { gradeJunit } from '../junit.ts';
import { gradeText } from '../printGrade.ts';
import { writeReport } from '../writeReport.ts';
import { nothingJudged } from './grade.ts';

export interface GradeAllArguments {
  readonly json: boolean;
  readonly junit?: string;
}

/**
 * Grades every exercise of a course folder that was begun: whose files are no longer those of the starter. Whatever
 * lies in one of them is the verdict on that one, and the others go on.
 */
export async function gradeAll(environment: Environment, options: GradeAllArguments): Promise<number> {
  const { installation, signal, cwd, out } = environment;
  const course = courseFolderOf(cwd);
  if (course === null) {
    throw new CourseError(
      'not-a-course',
      `${cwd} does not lie in a course folder, so there is nothing to grade.`,
      'Change to the course folder. `itlab start DIR` creates a course.',
    );
  }
  const setting = { installation, signal, runners: await chooseRunners(environment) };
  const results: GradeResult[] = [];
  const notBegun: string[] = [];
  for (const exercise of allExercises(loadCatalog(installation.lessons))) {
    if (signal.aborted) {
      results.push(cancelledGrade(exercise));
      continue;
    }
    const result = await gradeOne(exercise, exerciseFolder(course, exercise), course, setting);
    if (result === null) notBegun.push(exercise.id);
    else {
      results.push(result);
      if (!options.json) out(`${gradeText(result, exercise)}\n`);
    }
  }

  if (options.junit !== undefined) writeReport(resolve(cwd, options.junit), gradeJunit(results));
  const complete = results.filter((result) => result.complete).length;
  if (options.json) printJson(environment, { results, notBegun });
  else out(`${complete} of ${results.length} exercises complete; ${notBegun.length} not begun.\n`);
  const isUnjudged = ({ problems }: GradeResult): boolean =>
    problems.some(({ code }) => nothingJudged.has(code));
  if (signal.aborted || results.some(isUnjudged)) return exitStatus.unusable;
  return complete === results.length ? exitStatus.good : exitStatus.notGood;
}

/** @returns null when the exercise was not begun. Never rejects. */
async function gradeOne(
  exercise: Exercise,
  folder: string,
  course: string,
  setting: RunSetting,
): Promise<GradeResult | null> {
  // Time to hear that nobody waits any more, where one after the other is read and none runs.
  await turn();
  try {
    const submission = readSubmission(exercise, folder, course);
    if (isStarter(exercise, submission)) return null;
    return (await gradeSubmission(exercise, submission, setting)).result;
  } catch (error) {
    if (error instanceof CourseError && error.code === 'missing-folder') return null;
    return refusedGrade(exercise, error);
  }
}

function isStarter(exercise: Exercise, { files, refused }: Submission): boolean {
  const starter = [...starterSubmission(exercise).files].filter(([path]) => isImportable(path));
  return (
    refused?.length === 0 &&
    files.size === starter.length &&
    starter.every(([path, text]) => isSameText(files.get(path), text))
  );
}
