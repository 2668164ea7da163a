import { join } from 'node:path';
import { CourseError } from '../courseError.ts';
import { below, layered } from '../fileTree.ts';
import type { ExerciseKind } from '../manifestSchemas.ts';
import { yamlString } from './exerciseList.ts';
import { checkExerciseName, checkLessonName, checkTitle, titleFrom } from './names.ts';
import { exerciseFiles, type AuthoringPlaces } from './newExercise.ts';
import { writeNewFolder } from './newFolder.ts';
import { lessonFolders } from './places.ts';
import { fill, lessonTemplate } from './templates.ts';

export interface NewLesson {
  /** Name of its folder: its number, then words. */
  readonly name: string;
  /** Made from the name when left out. */
  readonly title?: string | undefined;
  /** A lesson has at least one exercise, so the first one comes with it. Called like the lesson when left out. */
  readonly exercise?: string | undefined;
  readonly kind: ExerciseKind;
}

export interface CreatedLesson {
  readonly folder: string;
  readonly exercise: string;
  /** How many files were written. */
  readonly files: number;
}

/**
 * Adds a lesson: the outline of its page, and a first exercise that holds every proof as it is.
 * @throws CourseError `bad-name`, `missing-folder`, `already-exists` or `cannot-write`; whatever it is, what was
 * there is unchanged.
 */
export function createLesson(places: AuthoringPlaces, wanted: NewLesson): CreatedLesson {
  const { name, kind } = wanted;
  checkLessonName(name);
  const exercise = wanted.exercise ?? name.slice('00-'.length);
  checkExerciseName(exercise);
  const title = checkTitle(wanted.title ?? titleFrom(name));
  const lessons = lessonFolders(places.lessons);
  const twin = lessons.find((other) => other !== name && other.slice(0, 2) === name.slice(0, 2));
  if (twin !== undefined) {
    throw new CourseError(
      'bad-name',
      `The lesson '${twin}' has the number ${name.slice(0, 2)} already.`,
      `Use another, such as ${nextNumber(lessons)}-${name.slice('00-'.length)}.`,
    );
  }
  const page = fill(lessonTemplate(places.templates), {
    id: name,
    title: yamlString(title),
    heading: title,
    order: String(Number(name.slice(0, 2))),
    exercise,
    listedExercise: yamlString(exercise),
    prerequisites: `[${lessons.findLast((other) => other < name) ?? ''}]`,
  });
  const files = layered(
    new Map([['lesson.md', page]]),
    below(`exercises/${exercise}/`, exerciseFiles(places, { name: exercise, kind })),
  );
  const folder = join(places.lessons, name);
  writeNewFolder(folder, files);
  return { folder, exercise, files: files.size };
}

function nextNumber(lessons: readonly string[]): string {
  const last = Number(lessons.at(-1)?.slice(0, 2) ?? 0);
  return String(last + 1).padStart(2, '0');
}
