import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError, messageOf } from './courseError.ts';
import { loadExercise, type Exercise } from './exercise.ts';
import { loadLessonPage } from './lesson.ts';
import { loadManifestSchemas, originalSections, type LessonFrontMatter } from './manifestSchemas.ts';
import { sentence } from './sentence.ts';
import { inLanguage } from './translation.ts';

export interface Lesson extends LessonFrontMatter {
  readonly folder: string;
  /** Of the page's text. */
  readonly language: string;
  readonly markdown: string;
  readonly exerciseList: readonly Exercise[];
}

/** The whole course as data. */
export interface Catalog {
  /** In the order they are taught. */
  readonly lessons: readonly Lesson[];
  /** The sections of the original lesson, which the lessons cover together. */
  readonly sections: readonly string[];
}

/**
 * Reads all lessons below a folder.
 * @param language in which to show them, as far as they are translated; English when left out.
 * @throws CourseError `missing-folder` or `broken-manifest`, naming the file.
 */
export function loadCatalog(lessonsFolder: string, language = 'en'): Catalog {
  const schemas = loadManifestSchemas(lessonsFolder);
  let names: string[];
  try {
    names = readdirSync(lessonsFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
      .map((entry) => entry.name);
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      sentence`The lessons' folder ${lessonsFolder} cannot be read: ${messageOf(error)}.`,
      'Install the extension again.',
      { cause: error },
    );
  }
  const lessons = names.map((name): Lesson => {
    const folder = join(lessonsFolder, name);
    const { frontMatter, markdown } = loadLessonPage(folder, schemas);
    const exerciseList = frontMatter.exercises.map((exercise) =>
      loadExercise(folder, name, exercise, schemas),
    );
    return inLanguage({ ...frontMatter, folder, markdown, exerciseList, language: 'en' }, language, schemas);
  });
  return {
    lessons: lessons.sort((a, b) => a.order - b.order),
    sections: originalSections(lessonsFolder),
  };
}

export function allExercises(catalog: Catalog): Exercise[] {
  return catalog.lessons.flatMap((lesson) => lesson.exerciseList);
}

/**
 * Finds an exercise by its id or by a unique trailing part of it, also as a shell completes its folder.
 * @throws CourseError `unknown-exercise` or `ambiguous-exercise`, naming what there is.
 */
export function findExercise(catalog: Catalog, asked: string): Exercise {
  const wanted = asked.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/$/, '');
  const exercises = allExercises(catalog);
  const found = exercises.filter(
    ({ id }) => id === wanted || id.endsWith(`/${wanted}`) || id.endsWith(wanted),
  );
  const exact = found.find(({ id, name }) => id === wanted || name === wanted);
  if (exact && found.filter(({ name }) => name === wanted).length <= 1) return exact;
  const [only] = found;
  if (only && found.length === 1 && wanted !== '') return only;
  if (found.length === 0 || wanted === '') {
    throw new CourseError(
      'unknown-exercise',
      sentence`There is no exercise '${asked}'.`,
      sentence`Use one of: ${exercises.map(({ id }) => id).join(', ')}.`,
    );
  }
  throw new CourseError(
    'ambiguous-exercise',
    sentence`'${asked}' fits more than one exercise: ${found.map(({ id }) => id).join(', ')}.`,
    'Use a longer part of the id.',
  );
}
