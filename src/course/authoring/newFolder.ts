import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import type { FileTree } from '../fileTree.ts';

/**
 * Writes a folder that was not there. What exists is never touched, and a folder that cannot be written whole is
 * taken away again.
 * @throws CourseError `already-exists` or `cannot-write`.
 */
export function writeNewFolder(folder: string, files: FileTree): void {
  try {
    mkdirSync(dirname(folder), { recursive: true });
  } catch (error) {
    throw cannotWrite(dirname(folder), error);
  }
  try {
    // Not recursive: it fails when there is something of this name, also when it has come just now.
    mkdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new CourseError(
        'already-exists',
        `${folder} exists already. Nothing was written.`,
        'Choose another name, or remove it yourself first.',
        { cause: error },
      );
    }
    throw cannotWrite(folder, error);
  }
  try {
    for (const [path, text] of files) {
      const file = join(folder, ...path.split('/'));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { flag: 'wx' });
    }
  } catch (error) {
    removeNewFolder(folder);
    throw cannotWrite(folder, error);
  }
}

/** Takes away a folder that `writeNewFolder` has just made. */
export function removeNewFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

export function cannotWrite(path: string, error: unknown): CourseError {
  return new CourseError(
    'cannot-write',
    `${path} could not be written: ${messageOf(error)}.`,
    'Check the folder and its permissions. What was begun has been taken away again.',
    { cause: error },
  );
}
