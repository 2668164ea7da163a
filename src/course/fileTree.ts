import { isUtf8 } from 'node:buffer';
import { join } from 'node:path';
import { CourseError } from './courseError.ts';
import { pathRules } from './platform/paths.ts';
import { megabytes, readRegularFile, unreadable } from './regularFile.ts';
import { sentence } from './sentence.ts';
import { walkTree, type Refused } from './treeWalk.ts';

/** File texts by path relative to some folder, with forward slashes. */
export type FileTree = ReadonlyMap<string, string>;

/** Bytes that are read of the files of one exercise: of each, and of all together. None of the course comes near. */
export const readBounds = { file: 2_000_000, all: 8_000_000 } as const;

export interface TreeReading {
  /** What could be read, as text. */
  readonly files: FileTree;
  /** What was wanted and could not be read, or is no text as it lies there. */
  readonly refused: readonly Refused[];
  /** Set when it was not read to its end, or not at all. */
  readonly cut: CourseError | null;
}

/**
 * Reads files below a folder in which anything may lie; see `walkTree`. Never throws.
 * @param wanted which ones, by their paths relative to the folder. The others are not opened.
 */
export function readBoundedTree(folder: string, wanted: (path: string) => boolean = () => true): TreeReading {
  const walk = walkTree(folder);
  const files = new Map<string, string>();
  const refused = walk.refused.filter(({ path, kind }) => kind === 'folder' || wanted(path));
  let total = 0;
  for (const path of walk.files.filter(wanted)) {
    const full = join(folder, path);
    const refuse = (why: CourseError, kind: Refused['kind'] = 'file'): number =>
      refused.push({ path, why, kind });
    try {
      const bytes = readRegularFile(full, { most: readBounds.file, follow: false });
      total += bytes.length;
      if (total > readBounds.all) return { files, refused, cut: tooMuch(folder) };
      if (!isUtf8(bytes)) refuse(isNoText(full), 'encoding');
      files.set(path, bytes.toString('utf8'));
    } catch (error) {
      if (error instanceof CourseError) refuse(error);
      // It went away since its folder was listed, or its name is no text and cannot be said.
      else if (path.includes('\uFFFD')) refuse(unreadable(full, error));
    }
  }
  return { files, refused, cut: walk.cut };
}

/**
 * The text of one file, which others may have put there.
 * @throws the file system's own error where there is nothing of that name; else CourseError `not-readable`.
 */
export function readOwnText(path: string): string {
  const bytes = readRegularFile(path, { most: readBounds.file, follow: false });
  if (!isUtf8(bytes)) throw isNoText(path);
  return bytes.toString('utf8');
}

/**
 * Reads all files below a folder of ours; an empty tree when the folder does not exist. Links are not followed, and
 * what is no UTF-8 is replaced.
 * @throws CourseError `not-readable` when there is anything but files, folders and links.
 */
export function readTree(folder: string): FileTree {
  const { files, refused, cut } = readBoundedTree(folder);
  const why = cut ?? refused.find(({ kind }) => kind !== 'link' && kind !== 'encoding')?.why;
  if (why !== undefined) throw why;
  return files;
}

function tooMuch(folder: string): CourseError {
  return new CourseError(
    'not-readable',
    sentence`The files in ${folder} hold more than ${megabytes(readBounds.all)} MB together, and no more is read of an exercise.`,
    'Move away what does not belong to it.',
  );
}

function isNoText(path: string): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} is no UTF-8 text.`,
    'Save it with the encoding UTF-8.',
  );
}

/** Later trees win where two hold the same path. */
export function layered(...trees: FileTree[]): Map<string, string> {
  return new Map(trees.flatMap((tree) => [...tree]));
}

/** The tree with each path put below `prefix` (which ends in a slash). */
export function below(prefix: string, tree: FileTree): FileTree {
  return new Map([...tree].map(([path, text]) => [prefix + path, text]));
}

/**
 * Joins a path that came from a manifest or a patch to its folder.
 * @throws CourseError `unsafe-path` when it would leave the folder.
 */
export function insidePath(
  folder: string,
  path: string,
  namedIn: string,
  platform?: NodeJS.Platform,
): string {
  const rules = pathRules(platform);
  const normal = rules.normalize(path);
  if (
    path === '' ||
    path.includes('\0') ||
    rules.isAbsolute(path) ||
    /^[A-Za-z]:/.test(path) ||
    normal.split(rules.sep).includes('..')
  ) {
    throw new CourseError(
      'unsafe-path',
      sentence`${namedIn} names the path '${path}', which leads out of its folder.`,
      'Use a path below the folder, with forward slashes and without "..".',
    );
  }
  return rules.join(folder, normal);
}

/** Whether a path is one of the patterns: an exact file, or `folder/**`. */
export function matchesAny(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('/**') ? path.startsWith(pattern.slice(0, -2)) : path === pattern,
  );
}

/** Whether a path is a file of tests by its name. */
export function isTestFile(path: string): boolean {
  return /\.(test|spec)\.[cm]?[jt]s$/.test(path);
}

/** Whether a test can import a file, by its name. All others can only be opened, where they lie. */
export function isImportable(path: string): boolean {
  return /\.(?:[cm]?[jt]sx?|json)$/.test(path);
}
