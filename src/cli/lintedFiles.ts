import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { definesTests, holdsTests, isNamedAsTest, isScript } from '../course/check/testNames.ts';
import { testRunnerAt } from '../course/check/testFrameworks.ts';
import { CourseError, messageOf } from '../course/courseError.ts';
import { mostBytes } from '../server/notRead.ts';
import { readText } from '../server/readText.ts';
import { namedFiles } from './namedFiles.ts';

/** More folders and files than any project has whose tests somebody wants to read in one go. */
const mostEntries = 200_000;

/** Files that people write as data for tests; `itlab lint` reads them where they are named. */
const fixtureFolder = /^(?:__)?fixtures?(?:__)?$/;
/** What programs write: tests there are copies of those that people write. */
const builtFolder = /^(?:build|coverage|dist|out)$/;

export interface LintedFiles {
  /** As they are shown: a name that was given stays as it is, and what lies in a folder begins with its name. */
  readonly files: readonly string[];
  /** What was found in folders and is not to be read, with the reason as the end of a sentence. */
  readonly leftOut: readonly { readonly file: string; readonly why: string }[];
}

/**
 * The files that names on the command line stand for: files, folders with the tests below them, and patterns, also those
 * that no shell has filled in. Without a name it is the current folder. Nothing of a project is run for it: which
 * files are tests is known by their names and by what stands in them.
 * @param cwd absolute.
 * @throws CourseError `missing-folder` for a name that stands for nothing.
 */
export function lintedFiles(cwd: string, names: readonly string[]): LintedFiles {
  const files: string[] = [];
  const leftOut: { file: string; why: string }[] = [];
  for (const name of names.length === 0 ? ['.'] : names) {
    const isPattern = !existsSync(resolve(cwd, name));
    const found = namedFiles(cwd, [name]).filter((file) => !isPattern || !file.includes('node_modules'));
    if (found.length === 0 || (found[0] === name && isPattern)) {
      throw new CourseError('missing-folder', `No file is called or fits '${name}'.`, 'Check the name.');
    }
    for (const file of found) {
      if (!isFolder(resolve(cwd, file))) {
        // A pattern for tests often fits their data as well.
        if (!isPattern || isScript(file)) files.push(file);
        continue;
      }
      const inside = below(cwd, file).map((path) => ({ file: path, why: whyLeftOut(cwd, file, path) }));
      const before = files.length + leftOut.length;
      for (const { file: path, why } of inside) {
        if (why === null) files.push(path);
        else if (why !== '') leftOut.push({ file: path, why });
      }
      if (files.length + leftOut.length === before && names.length > 0)
        leftOut.push({ file, why: 'no test lies in it' });
    }
  }
  return { files: [...new Set(files)], leftOut };
}

/** Why a script in a folder is not read, as the end of a sentence; empty where it holds no test, null where it is read. */
function whyLeftOut(cwd: string, folder: string, path: string): string | null {
  let text: string;
  try {
    text = readText(resolve(cwd, path), mostBytes);
  } catch {
    // Said by whoever looks at it, if it is meant to be a test.
    return isNamedAsTest(path) ? null : '';
  }
  if (!holdsTests(path, text) || text.trim() === '') return '';
  const runner = testRunnerAt(dirname(resolve(cwd, path)), text);
  if (runner.by === 'others')
    return `${runner.names.join(' and ')} runs it, and only tests of mocha are read`;
  const folders = relative(folder, dirname(path)).split(/[\\/]/);
  if (folders.some((name) => builtFolder.test(name))) return 'it lies in a folder of built files';
  return folders.some((name) => fixtureFolder.test(name)) && definesTests(text)
    ? 'it lies among fixtures'
    : null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Scripts below a folder, in the order of their names. Links are not followed. */
function below(cwd: string, folder: string): string[] {
  const scripts: string[] = [];
  let entries = 0;
  const visit = (at: string): void => {
    let listed;
    try {
      listed = readdirSync(resolve(cwd, at), { withFileTypes: true });
    } catch (error) {
      throw new CourseError(
        'not-readable',
        `${resolve(cwd, at)} cannot be read: ${messageOf(error)}.`,
        'Check its permissions, or name the folders to look at.',
        { cause: error },
      );
    }
    entries += listed.length;
    if (entries > mostEntries) {
      throw new CourseError(
        'not-readable',
        `More than ${mostEntries.toLocaleString('en')} files and folders lie in ${resolve(cwd, folder)}, so nothing was looked at.`,
        'Name the folders of the tests.',
      );
    }
    for (const entry of listed.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = at === '.' ? entry.name : join(at, entry.name);
      if (entry.isFile() && isScript(entry.name)) scripts.push(path);
      else if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.'))
        visit(path);
    }
  };
  visit(folder);
  return scripts;
}
