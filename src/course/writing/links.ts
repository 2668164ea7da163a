import { lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../platform/files.ts';

/**
 * The first folder on the way to a path that is a link, and so may lead out of the folder; null when none is. The
 * path's last part is not looked at: a link there is replaced, never followed.
 * @param top the folder itself may be a link: that is where the user wants it.
 * @param path relative to it, with forward slashes.
 */
export function linkOnTheWay(top: string, path: string): string | null {
  const parts = path.split('/').slice(0, -1);
  for (let count = 1; count <= parts.length; count++) {
    const inner = parts.slice(0, count).join('/');
    const stat = statAt(join(top, inner));
    if (stat === null) return null;
    if (stat.isSymbolicLink()) return inner;
  }
  return null;
}

/** What lies at a path, a link as a link; null when nothing does. */
export function statAt(path: string): Stats | null {
  try {
    // An error for each file that is not there costs more than all else about it.
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether a file system's error says that nothing lies there. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}
