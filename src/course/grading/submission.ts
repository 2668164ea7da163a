import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError } from '../courseError.ts';
import { isEditable, mainAnswer, solutionFiles, starterFiles, type Exercise } from '../exercise.ts';
import { readTree, type FileTree } from '../fileTree.ts';
import { sentence } from '../sentence.ts';

/** What is to be graded: the files that belong to the learner, read once, so that edits during a grade do not mix in. */
export interface Submission {
  /** By path in the course layout. */
  readonly files: FileTree;
  /** The learner's exercise folder, or null when the files exist in memory only. */
  readonly folder: string | null;
}

/**
 * Reads a learner's exercise folder.
 * @throws CourseError `missing-folder` when it does not exist.
 */
export function readSubmission(exercise: Exercise, folder: string): Submission {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new CourseError(
      'missing-folder',
      sentence`There is no folder ${folder} for the exercise ${exercise.id}.`,
      'Start the course to create it (existing files are left alone), or name the exercise folder with --in.',
    );
  }
  const real = realpathSync(folder);
  const files = new Map<string, string>();
  for (const top of ['tests', 'src']) {
    for (const [inner, text] of readTree(join(real, top))) {
      const path = `${top}/${inner}`;
      if (isEditable(exercise, path)) files.set(path, text);
    }
  }
  return { files, folder: real };
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
