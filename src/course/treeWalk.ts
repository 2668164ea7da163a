import { lstatSync, opendirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { CourseError } from './courseError.ts';
import { kindOf } from './platform/files.ts';
import { pathFrom } from './platform/paths.ts';
import { isLinkError, isNoFileError, unreadable } from './regularFile.ts';
import { sentence } from './sentence.ts';
import { isMissing } from './writing/links.ts';

/** No exercise comes near them; walking so much takes a tenth of a second. */
export const walkBounds = { entries: 10_000, depth: 64 } as const;

/** Something that lies in a folder and is not read, with the reason. */
export interface Refused {
  /** Relative to the folder that is walked, with forward slashes; empty for that folder itself. */
  readonly path: string;
  readonly why: CourseError;
  /** `folder`: it could not be opened, and may hold anything. `encoding`: it was read, and is no UTF-8. */
  readonly kind: 'file' | 'encoding' | 'link' | 'folder' | 'other';
}

export interface Walk {
  /** Regular files by their paths relative to the folder, each folder's in the order of their names. */
  readonly files: readonly string[];
  /** Links, what is neither file nor folder, and folders that cannot be read. */
  readonly refused: readonly Refused[];
  /**
   * Set when the folder itself is none that can be walked, or more lies in it than is looked at. Then nobody knows
   * what else there is.
   */
  readonly cut: CourseError | null;
}

/**
 * Looks at what lies below a folder, without `node_modules` and names that begin with a dot. Nothing is opened but
 * folders, links are not followed, not even in the place of the folder itself, and there is an end to it whatever
 * lies there. Nothing where the folder does not exist. Never throws.
 * @param mostEntries how many files and folders are looked at.
 */
export function walkTree(folder: string, mostEntries: number = walkBounds.entries): Walk {
  const files: string[] = [];
  const refused: Refused[] = [];
  const budget = { left: mostEntries, all: mostEntries };
  const visit = (inner: string, depth: number): void => {
    if (depth > walkBounds.depth) throw tooDeep(join(folder, inner));
    for (const entry of entriesOf(join(folder, inner), budget)) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      const full = join(folder, path);
      const kind = kindOf(entry, full);
      if (kind === 'file') files.push(path);
      else if (kind === 'folder') visitInner(path, depth + 1);
      else if (entry.isSymbolicLink()) refused.push({ path, why: isLinkError(full), kind: 'link' });
      else refused.push({ path, why: isNoFileError(full), kind: 'other' });
    }
  };
  const visitInner = (path: string, depth: number): void => {
    try {
      visit(path, depth);
    } catch (error) {
      if (error instanceof CourseError) throw error;
      // What went away meanwhile is not there; what has a name that is no text cannot be found by it.
      if (!isMissing(error) || path.includes('\uFFFD'))
        refused.push({ path, why: unreadable(join(folder, path), error), kind: 'folder' });
    }
  };
  try {
    assertFolder(folder);
    visit('', 0);
    return { files, refused, cut: null };
  } catch (error) {
    if (isMissing(error)) return { files, refused, cut: null };
    return { files, refused, cut: error instanceof CourseError ? error : unreadable(folder, error) };
  }
}

/**
 * Holds that a way leads through folders only: links there would lead to files of somebody else.
 * @param top where the way begins; it may be a link itself.
 * @param folder `top`, or a folder below it.
 * @throws the file system's own error where there is no such folder; else CourseError `not-readable`.
 */
export function assertOwnWay(top: string, folder: string): void {
  let at = top;
  for (const part of pathFrom(top, folder).split('/')) {
    at = join(at, part);
    if (at === top) continue;
    try {
      assertFolder(at);
    } catch (error) {
      throw error instanceof CourseError || isMissing(error) ? error : unreadable(at, error);
    }
  }
}

function assertFolder(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) throw isLinkError(path);
  if (!stats.isDirectory()) throw isNoFolder(path);
}

/**
 * The entries of a folder by name.
 * @param budget how many may be looked at; it gets less.
 * @throws CourseError when there are more; what reading the folder throws.
 */
function entriesOf(folder: string, budget: { left: number; readonly all: number }): Dirent[] {
  const entries: Dirent[] = [];
  // Read piece by piece: a list of a million names takes seconds and a hundred megabytes.
  const opened = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      if (budget.left-- === 0) throw tooMany(folder, budget.all);
      if (!isForeign(entry.name)) entries.push(entry);
    }
  } finally {
    opened.closeSync();
  }
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function isForeign(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

function isNoFolder(path: string): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} is no folder.`,
    'Put the folder there that belongs there.',
  );
}

function tooMany(path: string, most: number): CourseError {
  return new CourseError(
    'not-readable',
    sentence`There is too much in ${path}: no more than ${most} files and folders are looked at.`,
    'Move away what does not belong to it.',
  );
}

function tooDeep(path: string): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} lies too deep: no more than ${walkBounds.depth} folders within each other are looked at.`,
    'Move it further up, or away.',
  );
}
