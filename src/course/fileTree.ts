import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError } from './courseError.ts';
import { kindOf } from './platform/files.ts';
import { pathRules } from './platform/paths.ts';
import { sentence } from './sentence.ts';

/** File texts by path relative to some folder, with forward slashes. */
export type FileTree = ReadonlyMap<string, string>;

/** Reads all files below a folder; an empty tree when the folder does not exist. Links are not followed. */
export function readTree(folder: string): FileTree {
  const files = new Map<string, string>();
  const visit = (inner: string): void => {
    for (const entry of readdirSync(join(folder, inner), { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      const kind = kindOf(entry, join(folder, path));
      if (kind === 'folder') visit(path);
      else if (kind === 'file') files.set(path, readFileSync(join(folder, path), 'utf8'));
    }
  };
  try {
    visit('');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && files.size === 0)
      return files;
    throw error;
  }
  return files;
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
