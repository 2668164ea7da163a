import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { testRunnerAt } from '../course/check/testFrameworks.ts';
import { definesTests, holdsTests, isNamedAsTest, isScript } from '../course/check/testNames.ts';
import { CourseError, messageOf } from '../course/courseError.ts';
import { walkTree } from '../course/treeWalk.ts';
import { isMissing } from '../course/writing/links.ts';
import { mostBytes } from '../server/notRead.ts';
import { readBytes } from '../server/readText.ts';
import { namedFiles } from './namedFiles.ts';

/** More folders and files than any project has whose tests somebody wants to read in one go. */
const mostEntries = 200_000;

/** Files that people write as data for tests; `itlab lint` reads them where they are named. */
const fixtureFolder = /^(?:__)?fixtures?(?:__)?$/;
/** What programs write: tests there are copies of those that people write. */
const builtFolder = /^(?:build|coverage|dist|out)$/;

export interface LintedFiles {
  readonly files: readonly LintedFile[];
  /** What was found in folders and is not to be read, with the reason as the end of a sentence. */
  readonly leftOut: readonly { readonly file: string; readonly why: string }[];
}

/** A file, read once. */
export type LintedFile = {
  /** As it is shown: a name that was given stays as it is, and what lies in a folder begins with its name. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
} & Content;

/** Where a file cannot be looked at, the reason as the end of a sentence. */
type Content = { readonly bytes: Buffer; readonly unread: null } | { readonly unread: string };

/**
 * The files that names on the command line stand for: files, folders with the tests below them, and patterns, also those
 * that no shell has filled in. Without a name it is the current folder. Nothing of a project is run for it: which
 * files are tests is known by their names and by what stands in them.
 * @param cwd absolute.
 * @throws CourseError `missing-folder` for a name that stands for nothing, `not-readable` for a folder that is not read.
 */
export function lintedFiles(cwd: string, names: readonly string[]): LintedFiles {
  const files = new Map<string, LintedFile>();
  const leftOut: { file: string; why: string }[] = [];
  const take = (one: LintedFile): unknown => files.has(one.file) || files.set(one.file, one);
  for (const name of names.length === 0 ? ['.'] : names) {
    const isPattern = !existsSync(resolve(cwd, name));
    const found = namedFiles(cwd, [name]).filter((file) => !isPattern || !file.includes('node_modules'));
    if (found.length === 0 || (found[0] === name && isPattern)) {
      throw new CourseError('missing-folder', `No file is called or fits '${name}'.`, 'Check the name.');
    }
    for (const file of found) {
      if (!isFolder(resolve(cwd, file))) {
        // A pattern for tests often fits their data as well.
        if (!isPattern || isScript(file)) take(named(cwd, file));
        continue;
      }
      const tests = testsBelow(cwd, file);
      for (const test of tests) {
        if (test.why === null) take(test.one);
        else leftOut.push({ file: test.one.file, why: test.why });
      }
      if (tests.length === 0 && names.length > 0) leftOut.push({ file, why: 'no test lies in it' });
    }
  }
  return { files: [...files.values()], leftOut };
}

/** A file that somebody asked for is told about, whatever it is. */
function named(cwd: string, file: string): LintedFile {
  const path = resolve(cwd, file);
  const content = read(path);
  const others = content.unread === null ? runBy(path, content.bytes) : null;
  return { file, path, ...(others === null ? content : { unread: others }) };
}

/** The tests below a folder, and why one is left out, as the end of a sentence; null where it is read. */
function testsBelow(
  cwd: string,
  folder: string,
): { readonly one: LintedFile; readonly why: string | null }[] {
  return scriptsBelow(resolve(cwd, folder)).flatMap((inner) => {
    const path = resolve(cwd, folder, inner);
    const content = read(path);
    const one = { file: folder === '.' ? inner : `${folder.replace(/\/+$/, '')}/${inner}`, path, ...content };
    // Why it could not be read is said where it is meant to be a test.
    if (content.unread !== null) return isNamedAsTest(inner) ? [{ one, why: null }] : [];
    const text = content.bytes.toString('utf8');
    if (text.trim() === '' || !holdsTests(inner, text)) return [];
    return [{ one, why: runBy(path, content.bytes) ?? whereItLies(inner, text) }];
  });
}

/** Who runs a test, if it is not mocha. */
function runBy(path: string, bytes: Buffer): string | null {
  const runner = testRunnerAt(dirname(path), bytes.toString('utf8'));
  return runner.by === 'others'
    ? `${runner.names.join(' and ')} runs it, and only tests of mocha are read`
    : null;
}

function whereItLies(path: string, text: string): string | null {
  const folders = path.split('/').slice(0, -1);
  if (folders.some((name) => builtFolder.test(name))) return 'it lies in a folder of built files';
  return folders.some((name) => fixtureFolder.test(name)) && definesTests(text)
    ? 'it lies among fixtures'
    : null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Paths relative to the folder, with forward slashes. */
function scriptsBelow(folder: string): string[] {
  const { files, refused, cut } = walkTree(realpathSync(folder), mostEntries);
  const why = cut ?? refused.find(({ kind }) => kind === 'folder')?.why;
  if (why !== undefined) {
    throw new CourseError('not-readable', why.message, 'Name the folders of the tests.', { cause: why });
  }
  return files.filter(isScript);
}

/**
 * What one file holds is no reason to leave out the others.
 * @throws CourseError for a name that nothing has.
 */
function read(path: string): Content {
  try {
    return { bytes: readBytes(path, mostBytes), unread: null };
  } catch (error) {
    const message = messageOf(error);
    if (!isMissing(error)) return { unread: message };
    throw new CourseError('missing-folder', `${path} cannot be read: ${message}.`, 'Check the name.', {
      cause: error,
    });
  }
}
