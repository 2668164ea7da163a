import { findExercise, loadCatalog } from '../../src/course/catalog.ts';
import type { Exercise } from '../../src/course/exercise.ts';
import { gradeSubmission } from '../../src/course/grading/grade.ts';
import { readSubmission } from '../../src/course/grading/submission.ts';
import { findRuntime } from '../../src/course/runtime.ts';
import { coldRunners, type Runners } from '../../src/course/running/runSession.ts';
import type { GradeResult } from '../../src/protocol/gradeResult.ts';
import { sampleCourse } from './sampleCourse.ts';
import { addSchemas, sourceInstallation } from './scratch.ts';

type Scratch = (files?: Readonly<Record<string, string>>) => string;

/** The exercise of the sample course, with these changes to it. */
export function sampleExercise(scratch: Scratch, changes: Record<string, string> = {}): Exercise {
  const lessons = scratch(sampleCourse(changes));
  addSchemas(lessons);
  return findExercise(loadCatalog(lessons), 'notes');
}

export async function sourceRunners(): Promise<Runners> {
  return coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
}

/** Grades files as a learner's of the sample exercise; with the folder they lie in. */
export async function gradeSample(
  scratch: Scratch,
  files: Record<string, string>,
): Promise<GradeResult & { readonly folder: string }> {
  const exercise = sampleExercise(scratch);
  const folder = scratch(files);
  const setting = { installation: sourceInstallation, runners: await sourceRunners() };
  const { result } = await gradeSubmission(exercise, readSubmission(exercise, folder), setting);
  return { ...result, folder };
}
