import { closeSync, openSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writeWhile } from './atomicWrite.ts';
import { sweep } from './leftovers.ts';
import { isMissing } from './links.ts';

/**
 * Replaces a file that a user has named, as a whole or not at all. A link is followed, because the user means what it
 * leads to; mode and owner stay; what only the user may change is asked of the file itself and not of its folder.
 * @param before what was read of it: when it holds something else by now, it is left alone. Null when it need not be
 * there, and then it is created.
 * @returns false when it was changed meanwhile.
 * @throws the file system's own errors; the file is then as it was.
 */
export function replaceFile(path: string, before: Uint8Array | null, after: Uint8Array): boolean {
  const real = realOf(path);
  if (before === null && isStream(path)) {
    writeFileSync(path, after);
    return true;
  }
  // Whoever may not write to the file may still put another in its place.
  if (real !== null) closeSync(openSync(real, 'r+'));
  const file = real ?? resolve(path);
  sweep(dirname(file));
  return writeWhile(() => before === null || readFileSync(file).equals(before), file, after);
}

/** Where a file really lies; null when there is none. */
function realOf(path: string): string | null {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** What is written to and not replaced: a pipe, a terminal, or `/dev/stdout`, wherever that leads. */
function isStream(path: string): boolean {
  if (/^\/(dev\/(stdout|stderr|fd\/\d+)$|proc\/)/.test(resolve(path))) return true;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === false;
}
