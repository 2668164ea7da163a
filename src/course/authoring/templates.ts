import { join } from 'node:path';
import { CourseError } from '../courseError.ts';
import { layered, readTree, type FileTree } from '../fileTree.ts';
import type { ExerciseKind } from '../manifestSchemas.ts';

/**
 * What new lessons and exercises are made from: files in `lessons/template/`. A folder there per kind lies over
 * `every-kind/`, and together they are a small exercise that holds every proof. `{{name}}` marks what is filled in.
 */
const templateFolder = 'template';

/**
 * @param lessons the installation's folder of lessons.
 * @throws CourseError `missing-folder` when the templates are not there.
 */
export function exerciseTemplate(lessons: string, kind: ExerciseKind): FileTree {
  const folder = join(lessons, templateFolder);
  const own = readTree(join(folder, kind));
  if (!own.has('exercise.json')) throw missing(join(folder, kind));
  return layered(readTree(join(folder, 'every-kind')), own);
}

/**
 * @param lessons the installation's folder of lessons.
 * @throws CourseError `missing-folder` when the templates are not there.
 */
export function lessonTemplate(lessons: string): string {
  const folder = join(lessons, templateFolder);
  const page = readTree(folder).get('lesson.md');
  if (page === undefined) throw missing(folder);
  return page;
}

/** Puts values in the places of their names. A place without a value is a defect of the template. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (place, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`A template has the place ${place}, for which there is no value.`);
    return value;
  });
}

function missing(folder: string): CourseError {
  return new CourseError(
    'missing-folder',
    `The templates for new lessons are missing from ${folder}.`,
    'Run itlab from a whole checkout of the repository.',
  );
}
