import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { allExercises, loadCatalog } from '../../course/catalog.ts';
import { courseFolderOf, exerciseFolder } from '../../course/courseFolder.ts';
import { CourseError } from '../../course/courseError.ts';
import type { Exercise } from '../../course/exercise.ts';
import { gradeSubmission } from '../../course/grading/grade.ts';
import { readSubmission, starterSubmission, type Submission } from '../../course/grading/submission.ts';
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

/** Grades every exercise of a course folder that was begun: whose files are no longer those of the starter. */
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
  const runners = await chooseRunners(environment);
  const results: GradeResult[] = [];
  const notBegun: string[] = [];
  for (const exercise of allExercises(loadCatalog(installation.lessons))) {
    const folder = exerciseFolder(course, exercise);
    const submission = existsSync(folder) ? readSubmission(exercise, folder) : null;
    if (submission === null || isStarter(exercise, submission)) {
      notBegun.push(exercise.id);
      continue;
    }
    const { result } = await gradeSubmission(exercise, submission, { installation, runners, signal });
    results.push(result);
    if (!options.json) out(`${gradeText(result, exercise)}\n`);
    if (signal.aborted) break;
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

function isStarter(exercise: Exercise, { files }: Submission): boolean {
  const starter = starterSubmission(exercise).files;
  return (
    files.size === starter.size && [...files].every(([path, text]) => isSameText(starter.get(path), text))
  );
}
