import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CourseError, messageOf } from './courseError.ts';
import { below, insidePath, layered, matchesAny, readTree, type FileTree } from './fileTree.ts';
import type { Answer, ExerciseManifest, ManifestSchemas } from './manifestSchemas.ts';
import { readRegularText } from './regularFile.ts';
import { sentence } from './sentence.ts';

/** The model answer that every exercise has, and its folder. */
export const mainAnswer = 'solution';

export interface Exercise {
  /** `<lesson-folder>/<exercise-folder>`. */
  readonly id: string;
  readonly lesson: string;
  readonly name: string;
  /** Absolute folder of the exercise's data. */
  readonly folder: string;
  readonly manifest: ExerciseManifest;
}

/**
 * Reads an exercise's manifest.
 * @throws CourseError `missing-folder` or `broken-manifest`, naming the file.
 */
export function loadExercise(
  lessonFolder: string,
  lesson: string,
  name: string,
  schemas: ManifestSchemas,
): Exercise {
  const folder = insidePath(join(lessonFolder, 'exercises'), name, `${lesson}/lesson.md`);
  const file = join(folder, 'exercise.json');
  if (!existsSync(file)) {
    throw new CourseError(
      'missing-folder',
      sentence`Lesson ${lesson} lists the exercise '${name}', but ${file} does not exist.`,
      'Create the exercise, or take it out of the list in lesson.md.',
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(readRegularText(file));
  } catch (error) {
    throw new CourseError(
      'broken-manifest',
      sentence`${file} is not valid JSON: ${messageOf(error)}.`,
      'Mend the JSON at the place named.',
      { cause: error },
    );
  }
  return { id: `${lesson}/${name}`, lesson, name, folder, manifest: schemas.exercise(json, file) };
}

/** True for the kinds where the suite is given and the learner writes what it examines. */
export function hasGivenSuite(exercise: Exercise): boolean {
  return exercise.manifest.kind === 'write-the-fixture' || exercise.manifest.kind === 'complete-the-code';
}

/** The folder of the systems that several exercises have, of whichever lessons these are. */
export function systemsFolder(lessons: string): string {
  return join(lessons, 'systems');
}

/** Where the files lie that an exercise shares with others: absolute, by their paths in the course layout. */
export function sharedPaths({ id, folder, manifest }: Exercise): ReadonlyMap<string, string> {
  const systems = systemsFolder(dirname(dirname(dirname(folder))));
  return new Map(
    Object.entries(manifest.systems ?? {}).map(([path, file]) => [
      path,
      insidePath(systems, file, `${id}/exercise.json`),
    ]),
  );
}

/** The system under test, correct, in the layout of the course folder (`src/…`). */
export function systemFiles(exercise: Exercise): FileTree {
  return layered(sharedFiles(exercise, 'src/'), below('src/', readTree(join(exercise.folder, 'src'))));
}

/** What a learner's folder holds at the start. */
export function starterFiles(exercise: Exercise): FileTree {
  return layered(
    sharedFiles(exercise, 'tests/'),
    systemFiles(exercise),
    readTree(join(exercise.folder, 'starter')),
  );
}

/** @throws CourseError `broken-manifest` for a file that is not there. */
function sharedFiles(exercise: Exercise, prefix: string): FileTree {
  const wanted = [...sharedPaths(exercise)].filter(([path]) => path.startsWith(prefix));
  return new Map(wanted.map(([path, file]) => [path, sharedText(exercise, path, file)]));
}

function sharedText({ id }: Exercise, path: string, file: string): string {
  try {
    return readRegularText(file);
  } catch (error) {
    throw new CourseError(
      'broken-manifest',
      sentence`${id}/exercise.json takes '${path}' from ${file}, which cannot be read: ${messageOf(error)}.`,
      sentence`Put the file there, or take '${path}' out of 'systems'.`,
      { cause: error },
    );
  }
}

/** The model answers: `solution` alone, or several that are instructive to compare. */
export function answersOf(exercise: Exercise): readonly Answer[] {
  return exercise.manifest.answers ?? [{ id: mainAnswer, title: '', reasoning: '' }];
}

/**
 * A model answer over the starter. For complete-the-code the model answer is the correct `src/` itself.
 * @param answer `solution`, or the name of a further answer in `solutions/`.
 */
export function solutionFiles(exercise: Exercise, answer = mainAnswer): FileTree {
  const folder = answer === mainAnswer ? mainAnswer : `solutions/${answer}`;
  return layered(starterFiles(exercise), systemFiles(exercise), readTree(join(exercise.folder, folder)));
}

/** Hidden suites of the package, in the layout of the course folder (`probes/…`). */
export function probeFiles(exercise: Exercise): FileTree {
  return below('probes/', readTree(join(exercise.folder, 'probes')));
}

/** Folders of suites that only the validator reads. */
export const provingFolders = ['weak', 'dirty', 'overfitted'] as const;

export type ProvingFolder = (typeof provingFolders)[number];

/** Suites that prove the exercise, `weak/…`, `dirty/…` or `overfitted/…`. */
export function provingFiles(exercise: Exercise, folder: ProvingFolder): FileTree {
  return below(`${folder}/`, readTree(join(exercise.folder, folder)));
}

/** The text of a fault's or variant's patch. */
export function patchText(exercise: Exercise, folder: 'faults' | 'variants', id: string): string {
  const file = insidePath(join(exercise.folder, folder), `${id}.patch`, `${exercise.id}/exercise.json`);
  try {
    return readRegularText(file);
  } catch (error) {
    throw new CourseError(
      'broken-patch',
      sentence`${exercise.id}/exercise.json names '${id}', but ${file} cannot be read: ${messageOf(error)}.`,
      sentence`Add the patch, or take '${id}' out of the manifest.`,
      { cause: error },
    );
  }
}

/** Whether a path of the course layout belongs to the learner. */
export function isEditable(exercise: Exercise, path: string): boolean {
  return matchesAny(path, exercise.manifest.editable);
}
