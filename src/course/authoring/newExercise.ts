import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import type { FileTree } from '../fileTree.ts';
import type { ExerciseKind } from '../manifestSchemas.ts';
import { replaceFile } from '../writing/replaceFile.ts';
import { withExercise } from './exerciseList.ts';
import { checkExerciseName, checkTitle, titleFrom } from './names.ts';
import { cannotWrite, holdsExactly, removeNewFolder, writeNewFolder } from './newFolder.ts';
import { lessonFolders } from './places.ts';
import { exerciseTemplate, fill } from './templates.ts';

/** Where authors' files go, and what they are made from. */
export interface AuthoringPlaces {
  /** The folder of lessons that is added to. */
  readonly lessons: string;
  /** The installation's folder of lessons, which has the templates. */
  readonly templates: string;
}

export interface NewExercise {
  /** Name of the lesson's folder. */
  readonly lesson: string;
  readonly name: string;
  readonly kind: ExerciseKind;
  /** Made from the name when left out. */
  readonly title?: string | undefined;
}

export interface CreatedExercise {
  readonly folder: string;
  /** How many files were written. */
  readonly files: number;
  /** False when the lesson had it in its list already. */
  readonly listed: boolean;
}

/**
 * Adds an exercise to a lesson: a folder that holds every proof as it is, and its name in the lesson's list.
 * @throws CourseError `bad-name`, `missing-folder`, `already-exists`, `broken-manifest` or `cannot-write`; whatever
 * it is, what was there is unchanged.
 */
export function createExercise(places: AuthoringPlaces, wanted: NewExercise): CreatedExercise {
  checkExerciseName(wanted.name);
  const files = exerciseFiles(places, wanted);
  const page = join(lessonFolder(places, wanted.lesson), 'lesson.md');
  const bytes = readPage(page);
  const before = bytes.toString('utf8');
  // The page is understood before anything is written.
  const after = withExercise(before, wanted.name, page);
  const folder = join(places.lessons, wanted.lesson, 'exercises', wanted.name);
  // One that was made and not yet listed when the program was killed.
  const isBegun = after !== before && holdsExactly(folder, files);
  if (!isBegun) writeNewFolder(folder, files);
  if (after !== before) {
    try {
      list(page, bytes, after);
    } catch (error) {
      if (!isBegun) removeNewFolder(folder);
      throw error;
    }
  }
  return { folder, files: files.size, listed: after !== before };
}

/** The files of a new exercise, relative to its folder. */
export function exerciseFiles(
  places: AuthoringPlaces,
  { name, kind, title }: Omit<NewExercise, 'lesson'>,
): FileTree {
  const text = checkTitle(title ?? titleFrom(name));
  // Between the quotes of a JSON string.
  const values = { title: JSON.stringify(text).slice(1, -1) };
  return new Map(
    [...exerciseTemplate(places.templates, kind)].map(([path, content]) => [
      path,
      path === 'exercise.json' ? fill(content, values) : content,
    ]),
  );
}

function lessonFolder({ lessons }: AuthoringPlaces, lesson: string): string {
  const known = lessonFolders(lessons);
  if (known.includes(lesson)) return join(lessons, lesson);
  throw new CourseError(
    'missing-folder',
    `There is no lesson '${lesson}' in ${lessons}.`,
    `Use one of: ${known.join(', ') || '(none yet)'}. \`itlab new lesson NN-name\` adds one.`,
  );
}

function list(page: string, before: Uint8Array, after: string): void {
  let done: boolean;
  try {
    done = replaceFile(page, before, Buffer.from(after));
  } catch (error) {
    throw cannotWrite(page, error);
  }
  if (!done) throw cannotWrite(page, new Error('it was changed at the same moment'));
}

function readPage(page: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(page);
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      `${page} cannot be read: ${messageOf(error)}.`,
      'Add the page first.',
      {
        cause: error,
      },
    );
  }
  if (isUtf8(bytes)) return bytes;
  throw new CourseError(
    'missing-folder',
    `${page} is not encoded as UTF-8. Nothing was written.`,
    'Save it as UTF-8 first.',
  );
}
