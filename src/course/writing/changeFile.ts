import { dirname } from 'node:path';
import { mostKeptBytes, readRegularFile } from '../regularFile.ts';
import { writeWhile } from './atomicWrite.ts';
import { sweep } from './leftovers.ts';
import { isMissing } from './links.ts';
import { lockOf, underLock } from './lock.ts';

/**
 * Changes a file that several processes change at once, so that none takes away what another has written.
 * @param path its folder exists.
 * @param change gets what the file holds, null when there is none, and gives what it is to hold, null to leave it; it
 * may be asked again when the file has changed meanwhile.
 * @throws the file system's own errors, CourseError `not-readable` where there is none that can be read, and what
 * `change` throws; the file is then as it was.
 */
export async function changeFile(
  path: string,
  change: (before: Buffer | null) => Uint8Array | null,
): Promise<void> {
  await underLock(lockOf(path), () => {
    sweep(dirname(path));
    while (!tryToChange(path, change)) continue;
  });
}

/** @returns false when the file has changed meanwhile: whoever holds a lock may have been taken for dead. */
function tryToChange(path: string, change: (before: Buffer | null) => Uint8Array | null): boolean {
  const before = bytesOf(path);
  const after = change(before);
  if (after === null) return true;
  const isAsBefore = (): boolean => {
    const now = bytesOf(path);
    return before === null || now === null ? before === now : before.equals(now);
  };
  return writeWhile(isAsBefore, path, after);
}

function bytesOf(path: string): Buffer | null {
  try {
    return readRegularFile(path, { most: mostKeptBytes });
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
