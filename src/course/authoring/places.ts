import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError } from '../courseError.ts';
import { lessonNamePattern } from './names.ts';

/** Below a folder of lessons; also what the editor recognises an author's folder by. */
export const lessonSchema = 'schema/lesson.schema.json';

/**
 * Names of the lessons' folders, sorted.
 * @throws CourseError `missing-folder` when it is no folder of lessons.
 */
export function lessonFolders(lessons: string): string[] {
  if (!existsSync(join(lessons, lessonSchema))) {
    throw new CourseError(
      'missing-folder',
      `${lessons} is no folder of lessons: it has no ${lessonSchema}.`,
      'Name the lessons folder of the repository with --lessons, or copy its schema folder to the one you meant.',
    );
  }
  return readdirSync(lessons, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && lessonNamePattern.test(entry.name))
    .map(({ name }) => name)
    .sort();
}
