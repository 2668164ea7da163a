import nodePath from 'node:path';

/*
 * How native paths are compared and written down. Windows tells neither cases nor kinds of slashes apart, and one
 * folder comes along as `c:\course` (from the editor) and as `C:\course` (from a terminal).
 */

/** Read once: tests of learners put others in its place for a while. */
const own = process.platform;

/** The functions of `node:path` by the rules of a platform. */
export function pathRules(platform = own): nodePath.PlatformPath {
  return platform === 'win32' ? nodePath.win32 : nodePath.posix;
}

/** The form in which two names of one thing are the same text. */
function folded(path: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? path.replaceAll('/', '\\').toLowerCase() : path;
}

/** Whether two absolute paths name the same thing. Links are not followed. */
export function isSamePath(one: string, other: string, platform = own): boolean {
  const rules = pathRules(platform);
  return one === other || folded(rules.resolve(one), platform) === folded(rules.resolve(other), platform);
}

/** Whether an absolute path is one of the folders, or lies in one. */
export function isInside(file: string, folders: readonly string[], platform = own): boolean {
  const { sep } = pathRules(platform);
  const inner = folded(file, platform);
  return folders.some((folder) => {
    const outer = folded(folder, platform);
    return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  });
}

/** Whether a path lies in an installed package. */
export function isInPackage(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

/** A native path with forward slashes, as in keys of tests, manifests, globs and addresses. */
export function withSlashes(path: string, platform = own): string {
  // Elsewhere a backslash is a character like any other.
  return platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** The way from a folder to what lies in it, with forward slashes; with `..`, or absolute, for what does not. */
export function pathFrom(folder: string, path: string, platform = own): string {
  return withSlashes(pathRules(platform).relative(folder, path), platform);
}
