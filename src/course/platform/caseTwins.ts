import { lstatSync } from 'node:fs';
import { join } from 'node:path';

/** Whether two paths of a folder, with forward slashes, name one and the same file there. */
export type IsSameFile = (one: string, other: string) => boolean;

/**
 * Where a folder does not tell cases apart, a file answers to names that nobody gave it.
 * @param paths with forward slashes.
 * @returns of the paths, another way to write this one that names the same file; null when there is none.
 */
export function caseTwin(path: string, paths: Iterable<string>, isSameFile: IsSameFile): string | null {
  const folded = path.toLowerCase();
  for (const other of paths) {
    if (other !== path && other.toLowerCase() === folded && isSameFile(path, other)) return other;
  }
  return null;
}

/** Asks the disk: files of a folder are the same when they have one number. False for what is not there. */
export function sameFileIn(folder: string): IsSameFile {
  const numberOf = (path: string): string | null => {
    const stat = lstatSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
  };
  return (one, other) => {
    const number = numberOf(one);
    return number !== null && number === numberOf(other);
  };
}
