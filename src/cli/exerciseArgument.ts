import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { courseFolderOf, exerciseFolder } from '../course/courseFolder.ts';
import { CourseError } from '../course/courseError.ts';
import type { Exercise } from '../course/exercise.ts';

/**
 * The learner's folder for an exercise: the one named, else found from the current folder, which may be the
 * exercise's own or anywhere in a course folder.
 * @throws CourseError `not-a-course` when there is none.
 */
export function learnersFolder(exercise: Exercise, named: string | undefined, from: string): string {
  if (named !== undefined) return resolve(from, named);
  const course = courseFolderOf(from);
  if (course !== null) return exerciseFolder(course, exercise);
  for (let folder = resolve(from); dirname(folder) !== folder; folder = dirname(folder)) {
    if (basename(folder) === exercise.name && existsSync(join(folder, 'tests'))) return folder;
  }
  throw new CourseError(
    'not-a-course',
    `${from} does not lie in a course folder, so there is nothing to grade for ${exercise.id}.`,
    'Change to the course folder, or name the exercise folder with --in DIR. `itlab start DIR` creates a course.',
  );
}
