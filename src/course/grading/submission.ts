import { realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { courseFolderOf } from '../courseFolder.ts';
import { CourseError } from '../courseError.ts';
import { isEditable, mainAnswer, solutionFiles, starterFiles, type Exercise } from '../exercise.ts';
import { insidePath, isImportable, readBoundedTree, readOwnText, type FileTree } from '../fileTree.ts';
import { unreadable } from '../regularFile.ts';
import { sentence } from '../sentence.ts';
import { assertOwnWay } from '../treeWalk.ts';
import { isMissing } from '../writing/links.ts';

/** What is to be graded: the files that belong to the learner, read once, so that edits during a grade do not mix in. */
export interface Submission {
  /** By path in the course layout. What no test can import is not among them: tests open it where it lies. */
  readonly files: FileTree;
  /** The learner's exercise folder, or null when the files exist in memory only. */
  readonly folder: string | null;
  /** Why files that belong to it could not be read. With any it is not complete, whatever the others are. */
  readonly refused?: readonly CourseError[];
}

/**
 * Reads a learner's exercise folder, in which anything may lie.
 * @param top the folder from which on no link leads to it; the course's, or where there is none the exercise's own.
 * @throws CourseError `missing-folder` when it does not exist; `not-readable` when nothing of it can be graded.
 */
export function readSubmission(
  exercise: Exercise,
  folder: string,
  top: string = courseFolderOf(folder) ?? folder,
): Submission {
  const real = ownFolder(exercise, folder, top);
  const files = new Map<string, string>();
  const refused: CourseError[] = [];
  const isWanted = (path: string): boolean => isImportable(path) && isEditable(exercise, path);
  for (const pattern of exercise.manifest.editable) {
    const isTree = pattern.endsWith('/**');
    const path = isTree ? pattern.slice(0, -'/**'.length) : pattern;
    const place = insidePath(real, path, `${exercise.id}/exercise.json`);
    try {
      assertOwnWay(real, isTree ? place : dirname(place));
      if (!isTree) {
        files.set(path, readOwnText(place));
        continue;
      }
    } catch (error) {
      // What is not there was removed, and the tests will say what they miss.
      if (isMissing(error)) continue;
      throw error;
    }
    const tree = readBoundedTree(place, (inner) => isWanted(`${path}/${inner}`));
    if (tree.cut !== null) throw tree.cut;
    for (const [inner, text] of tree.files) files.set(`${path}/${inner}`, text);
    refused.push(...tree.refused.map(({ why }) => why));
  }
  return { files, folder: real, refused };
}

/** The folder by its own name, with the links above `top` resolved. */
function ownFolder(exercise: Exercise, folder: string, top: string): string {
  try {
    assertOwnWay(top, folder);
    if (statSync(folder).isDirectory()) return realpathSync(folder);
  } catch (error) {
    if (error instanceof CourseError) throw error;
    if (!isMissing(error)) throw unreadable(folder, error);
  }
  throw new CourseError(
    'missing-folder',
    sentence`There is no folder ${folder} for the exercise ${exercise.id}.`,
    'Start the course to create it (existing files are left alone), or name the exercise folder with --in.',
  );
}

/** The model answer, or a further one by its id, as if a learner had handed it in. */
export function solutionSubmission(exercise: Exercise, answer = mainAnswer): Submission {
  return inMemory(exercise, solutionFiles(exercise, answer));
}

/** The untouched starter as a submission. */
export function starterSubmission(exercise: Exercise): Submission {
  return inMemory(exercise, starterFiles(exercise));
}

function inMemory(exercise: Exercise, files: FileTree): Submission {
  return { files: new Map([...files].filter(([path]) => isEditable(exercise, path))), folder: null };
}
