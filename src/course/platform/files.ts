import { lstatSync, type Dirent } from 'node:fs';

/** Whether files have modes worth keeping and comparing: Windows knows no more than that one cannot be written. */
export function hasModes(platform = process.platform): boolean {
  return platform !== 'win32';
}

/** Whether the entries of a folder are written through to the disk by their own call. Windows knows no such thing. */
export function syncsFolders(platform = process.platform): boolean {
  return platform !== 'win32';
}

/** Whether a file could not be replaced because somebody has it open, which on Windows takes a moment. */
export function isHeldOpen(error: unknown, platform = process.platform): boolean {
  return platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
}

/** Whether a file could not be made because there is one. On Windows, one that is just being removed counts. */
export function isTaken(error: unknown, platform = process.platform): boolean {
  return codeOf(error) === 'EEXIST' || (platform === 'win32' && ['EPERM', 'EBUSY'].includes(codeOf(error)));
}

/** The code of a file system's error, such as `ENOENT`; empty for what has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

type Kinds = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/**
 * What lies in a folder under a name. On Windows a listing takes whatever another program looks after, such as all of
 * OneDrive, for a link; asked by itself, it is what it is.
 * @param path of the entry.
 */
export function kindOf(entry: Kinds, path: string): 'file' | 'folder' | 'other' {
  const asked = entry.isSymbolicLink() ? look(path) : entry;
  if (asked?.isDirectory() === true) return 'folder';
  return asked?.isFile() === true ? 'file' : 'other';
}

function look(path: string): Kinds | null {
  try {
    return lstatSync(path);
  } catch {
    // It went away, or nobody may look at it.
    return null;
  }
}
