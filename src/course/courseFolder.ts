import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Catalog } from './catalog.ts';
import { allExercises } from './catalog.ts';
import { courseCompilerOptions } from './compilerOptions.ts';
import { courseMarker } from './courseMarker.ts';
import { CourseError, messageOf } from './courseError.ts';
import { isEditable, starterFiles, type Exercise } from './exercise.ts';
import { insidePath } from './fileTree.ts';
import { readCourseRecord, textSum, writeCourseRecord } from './courseRecord.ts';
import { gradeWorkflow, gradeWorkflowPath } from './gradeWorkflow.ts';
import { toolchainPackages, toolchainTypes, type Installation } from './installation.ts';
import { linkToolchain, toolchainVersion, type LinkOutcome } from './toolchainLinks.ts';
import { readRegularText } from './regularFile.ts';
import { sentence } from './sentence.ts';

/** The form of a course folder that this version makes and reads. */
export const courseVersion = 1;

export interface StartOutcome {
  readonly folder: string;
  /** Paths that were written, relative to the folder. */
  readonly created: readonly string[];
  /** Paths that were there already and were left as they are. */
  readonly kept: readonly string[];
  /** `not-linked`: the files are there and tests run, but the editor does not find the packages' types. */
  readonly links: LinkOutcome | { readonly type: 'not-linked'; readonly error: CourseError };
  /** Ended before it was whole. What was written stays, and starting again goes on from there. */
  readonly cancelled: boolean;
}

export interface StartOptions {
  readonly signal?: AbortSignal;
  /** Called after each file, with how many of all are there. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Creates a course folder, or completes one. A file that exists is never changed. The file that marks the folder as a
 * course is written last, so a folder that was begun and not finished is none yet.
 * @throws CourseError `cannot-write`, `toolchain-missing`.
 */
export async function startCourse(
  folder: string,
  catalog: Catalog,
  installation: Installation,
  { signal, onProgress }: StartOptions = {},
): Promise<StartOutcome> {
  const created: string[] = [];
  const kept: string[] = [];
  const files = shippedFiles(catalog, installation);
  const ours = new Map(readCourseRecord(folder));
  let links: StartOutcome['links'] = { type: 'left-alone' };
  for (const [path, text] of files) {
    // Between two files there is time to hear that nobody wants them any more.
    await setImmediate();
    if (signal?.aborted) return { folder, created, kept, links, cancelled: true };
    if (path === courseMarker) {
      const marker = join(folder, path);
      if (!existsSync(marker) || holds(marker, text)) ours.set(path, textSum(text));
      writeCourseRecord(folder, ours);
      links = linkOrTell(folder, installation);
    }
    const file = insidePath(folder, path, 'The course');
    const isNew = createFile(file, text);
    (isNew ? created : kept).push(path);
    // What was begun and not finished is recorded when it goes on from there.
    if (isNew || holds(file, text)) ours.set(path, textSum(text));
    onProgress?.(created.length + kept.length, files.size);
  }
  return { folder, created, kept, links, cancelled: false };
}

/**
 * Files of a course that are not in its folder, as paths relative to it.
 * @throws CourseError `toolchain-missing`.
 */
export function missingFiles(
  folder: string,
  catalog: Catalog,
  installation: Installation,
): { readonly given: readonly string[]; readonly learners: readonly string[] } {
  const exercises = new Map(allExercises(catalog).map((exercise) => [`${exercise.id}/`, exercise]));
  const given: string[] = [];
  const learners: string[] = [];
  for (const path of shippedFiles(catalog, installation).keys()) {
    if (existsSync(insidePath(folder, path, 'The course'))) continue;
    const prefix = path.split('/').slice(0, 2).join('/') + '/';
    const exercise = exercises.get(prefix);
    const isTheirs = exercise !== undefined && isEditable(exercise, path.slice(prefix.length));
    (isTheirs ? learners : given).push(path);
  }
  return { given, learners };
}

/** @returns whether it was written; false when it is there already. */
function createFile(file: string, text: string): boolean {
  try {
    mkdirSync(dirname(file), { recursive: true });
    // `wx` fails when the file exists, also when it appeared a moment ago.
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST' && existsSync(file))
      return false;
    throw new CourseError(
      'cannot-write',
      sentence`${file} could not be written: ${messageOf(error)}.`,
      'Choose a folder you may write to, or make room. Files that were there before are unchanged, and what was created stays: starting the course there again goes on from it.',
      { cause: error },
    );
  }
}

/** A file system without links can hold a course all the same. */
function linkOrTell(folder: string, installation: Installation): StartOutcome['links'] {
  try {
    return linkToolchain(folder, installation);
  } catch (error) {
    if (error instanceof CourseError && error.code === 'cannot-write') return { type: 'not-linked', error };
    throw error;
  }
}

/** The learner's folder of an exercise. */
export function exerciseFolder(courseFolder: string, exercise: Exercise): string {
  return join(courseFolder, exercise.lesson, exercise.name);
}

/** The course folder that a path lies in, or null. */
export function courseFolderOf(path: string): string | null {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, courseMarker))) return folder;
    if (dirname(folder) === folder) return null;
  }
}

function holds(file: string, text: string): boolean {
  try {
    return textSum(readRegularText(file)) === textSum(text);
  } catch {
    // A folder of that name, say: whatever it is, it is not ours.
    return false;
  }
}

/** Everything a course folder holds at the start, by path relative to it. */
export function shippedFiles(catalog: Catalog, installation: Installation): Map<string, string> {
  const versions = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [name, toolchainVersion(installation, name)]));
  const files = new Map<string, string>([
    [
      'package.json',
      json({
        name: 'integration-testing-course',
        private: true,
        type: 'module',
        engines: { node: '>=22.18' },
        scripts: { test: 'mocha' },
        devDependencies: versions([...toolchainPackages, ...toolchainTypes]),
      }),
    ],
    ['tsconfig.json', json({ compilerOptions: courseCompilerOptions })],
    ['.mocharc.json', json({ spec: ['*/*/tests/**/*.test.ts'] })],
    ['.gitignore', 'node_modules/\n'],
    ['README.md', readme(catalog)],
    [gradeWorkflowPath, gradeWorkflow],
  ]);
  for (const exercise of allExercises(catalog)) {
    for (const [path, text] of starterFiles(exercise)) files.set(`${exercise.id}/${path}`, text);
  }
  // Last, because it says that the rest is there.
  files.set(courseMarker, json({ course: 'integration-testing-lab', version: courseVersion }));
  return files;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function readme(catalog: Catalog): string {
  const lessons = catalog.lessons.map(
    (lesson) =>
      `${lesson.order}. ${lesson.title}\n${lesson.exerciseList.map(({ id, manifest }) => `   - \`${id}\`: ${manifest.title}`).join('\n')}`,
  );
  return `# Integration testing course

Open this folder in VS Code with the extension *Integration Testing Lab*. Each lesson has a page; run and grade
its exercises from the page or from the Testing view.

In an exercise, \`tests/\` is yours. \`src/\` is the system under test, for reading: grading uses the
extension's own copy. (Where the task is to complete a file of \`src/\`, that file is yours too.)

On GitHub, \`.github/workflows/grade.yml\` grades every exercise you have begun when you push.

The tests also run in a plain terminal with Node 22.18 or newer: \`npm install\`, then \`npm test\`.

${lessons.join('\n')}
`;
}
