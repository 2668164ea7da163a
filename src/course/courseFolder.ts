import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Catalog } from './catalog.ts';
import { allExercises } from './catalog.ts';
import { courseCompilerOptions } from './compilerOptions.ts';
import { courseMarker } from './courseMarker.ts';
import { CourseError, messageOf } from './courseError.ts';
import { starterFiles, type Exercise } from './exercise.ts';
import { insidePath, type FileTree } from './fileTree.ts';
import { changeCourseRecord, readCourseRecord, textSum, type CourseRecord } from './courseRecord.ts';
import { gradeWorkflow, gradeWorkflowPath } from './gradeWorkflow.ts';
import { toolchainPackages, toolchainTypes, type Installation } from './installation.ts';
import { lyingAt, rolesIn, type Role } from './lyingFiles.ts';
import { linkToolchain, toolchainVersion, type LinkOutcome } from './toolchainLinks.ts';
import { sentence } from './sentence.ts';
import { createWhole, prepare } from './writing/atomicWrite.ts';
import { linkOnTheWay } from './writing/links.ts';
import { waitingPlace } from './writing/waitingPlace.ts';

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
 * Creates a course folder, or completes one. A file that exists is never changed, but for one that was begun and not
 * finished. The file that marks the folder as a course is written last, so a folder that was begun and not finished is
 * none yet.
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
  let links: StartOutcome['links'] = { type: 'left-alone' };
  const outcome = (cancelled: boolean): StartOutcome => ({ folder, created, kept, links, cancelled });
  if (signal?.aborted) return outcome(true);
  const files = shippedFiles(catalog, installation);
  const place = placeFor(folder, files.keys());
  const roleOf = rolesIn(catalog);
  const record = await noteBegun(folder, files, roleOf);
  for (const [path, text] of files) {
    // Between two files there is time to hear that nobody wants them any more.
    await setImmediate();
    if (signal?.aborted) return outcome(true);
    if (path === courseMarker) {
      await noteCreated(folder, files, created, roleOf);
      links = linkOrTell(folder, installation);
    }
    const isNew = writeMissing(folder, path, text, place, record, roleOf(path));
    (isNew ? created : kept).push(path);
    onProgress?.(created.length + kept.length, files.size);
  }
  return outcome(false);
}

/** Says what is about to be written, before it is. */
async function noteBegun(
  folder: string,
  shipped: FileTree,
  roleOf: (path: string) => Role,
): Promise<CourseRecord> {
  let noted = readCourseRecord(folder);
  await changeCourseRecord(folder, (record) => {
    const [files, begun] = [new Map(record.files), new Map(record.begun)];
    for (const [path, text] of shipped) {
      const lying = lyingAt(folder, path, text, record, roleOf(path));
      const before = record.begun.get(path);
      if (lying === 'missing' || lying === 'cut') {
        begun.set(path, textSum(text));
        continue;
      }
      // Begun by a start that did not come to its end, and whole.
      if (lying === 'whole') files.set(path, textSum(text));
      else if (lying === 'ours' && before !== undefined && !files.has(path)) files.set(path, before);
      begun.delete(path);
    }
    noted = { files, begun };
    return noted;
  });
  return noted;
}

/** Says what was written, by this start or another one at the same time. */
async function noteCreated(
  folder: string,
  shipped: FileTree,
  created: readonly string[],
  roleOf: (path: string) => Role,
): Promise<void> {
  const ours = new Set(created);
  await changeCourseRecord(folder, (record) => {
    const [files, begun] = [new Map(record.files), new Map(record.begun)];
    for (const [path, text] of shipped) {
      const lying = ours.has(path) ? 'whole' : lyingAt(folder, path, text, record, roleOf(path));
      if (lying === 'whole' || (path === courseMarker && lying === 'missing')) files.set(path, textSum(text));
      if (lying !== 'missing' && lying !== 'cut') begun.delete(path);
      if (path === courseMarker) begun.delete(path);
    }
    return { files, begun };
  });
}

/** @returns whether it was written; false when something is there that is not ours to finish. */
function writeMissing(
  folder: string,
  path: string,
  text: string,
  place: string,
  record: CourseRecord,
  role: Role,
): boolean {
  const file = insidePath(folder, path, 'The course');
  const bytes = Buffer.from(text);
  try {
    if (createWhole(file, bytes, place)) return true;
    if (lyingAt(folder, path, text, record, role) !== 'cut') return false;
    const prepared = prepare(file, { kind: 'file', bytes }, place);
    try {
      prepared.commit();
    } catch (error) {
      prepared.discard();
      throw error;
    }
    return true;
  } catch (error) {
    throw notWritten(file, error);
  }
}

/** Nothing is written through a link in place of a folder: it may lead anywhere. */
function refuseLinks(folder: string, paths: Iterable<string>): void {
  const looked = new Set<string>();
  for (const path of paths) {
    const parent = dirname(path);
    if (looked.has(parent)) continue;
    looked.add(parent);
    const link = linkOnTheWay(folder, path);
    if (link === null) continue;
    throw new CourseError(
      'cannot-write',
      sentence`${join(folder, link)} is a link to another folder, and files of the course belong there. Nothing was written.`,
      'Move the link away, and try again.',
    );
  }
}

/** Where files wait until they are complete, once it is sure that none would go elsewhere. */
function placeFor(folder: string, paths: Iterable<string>): string {
  try {
    refuseLinks(folder, paths);
    return waitingPlace(folder);
  } catch (error) {
    throw error instanceof CourseError ? error : notWritten(folder, error);
  }
}

function notWritten(path: string, error: unknown): CourseError {
  return new CourseError(
    'cannot-write',
    sentence`${path} could not be written: ${messageOf(error)}.`,
    'Choose a folder you may write to, or make room. Files that were there before are unchanged, and what was created stays: starting the course there again goes on from it.',
    { cause: error },
  );
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
