import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import type { FileTree } from '../fileTree.ts';
import { sweep, waitingName } from '../writing/leftovers.ts';
import { statAt } from '../writing/links.ts';

/**
 * Writes a folder that was not there, under another name until it is whole. What exists is never touched.
 * @throws CourseError `already-exists` or `cannot-write`; then nothing is left of it.
 */
export function writeNewFolder(folder: string, files: FileTree): void {
  const parent = dirname(folder);
  const waiting = join(parent, waitingName());
  try {
    mkdirSync(parent, { recursive: true });
  } catch (error) {
    throw cannotWrite(parent, error);
  }
  try {
    sweep(parent);
    if (statAt(folder) === null) writeFiles(waiting, files);
  } catch (error) {
    removeNewFolder(waiting);
    throw cannotWrite(folder, error);
  }
  try {
    // It fails when something of this name has come just now, unless that is an empty folder.
    if (statAt(folder) === null) {
      renameSync(waiting, folder);
      return;
    }
  } catch (error) {
    removeNewFolder(waiting);
    if (statAt(folder) === null) throw cannotWrite(folder, error);
  }
  throw new CourseError(
    'already-exists',
    `${folder} exists already. Nothing was written.`,
    'Choose another name, or remove it yourself first.',
  );
}

function writeFiles(folder: string, files: FileTree): void {
  for (const [path, text] of files) {
    const file = join(folder, ...path.split('/'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: 'wx' });
  }
}

/** Whether a folder holds these files as they are, and nothing else. */
export function holdsExactly(folder: string, files: FileTree): boolean {
  try {
    const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
      (entry) => !entry.isDirectory(),
    );
    return (
      there.length === files.size &&
      [...files].every(([path, text]) => readFileSync(join(folder, ...path.split('/')), 'utf8') === text)
    );
  } catch {
    return false;
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
