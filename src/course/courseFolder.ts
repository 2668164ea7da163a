import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Catalog } from './catalog.ts';
import { allExercises } from './catalog.ts';
import { courseCompilerOptions } from './compilerOptions.ts';
import { CourseError, messageOf } from './courseError.ts';
import { starterFiles, type Exercise } from './exercise.ts';
import { insidePath } from './fileTree.ts';
import { readCourseRecord, textSum, writeCourseRecord } from './courseRecord.ts';
import { gradeWorkflow, gradeWorkflowPath } from './gradeWorkflow.ts';
import { toolchainPackages, toolchainTypes, type Installation } from './installation.ts';
import { linkToolchain, toolchainVersion, type LinkOutcome } from './toolchainLinks.ts';
import { sentence } from './sentence.ts';

/** The file that marks a folder as a course folder. */
export const courseMarker = 'itlab.json';

export interface StartOutcome {
  readonly folder: string;
  /** Paths that were written, relative to the folder. */
  readonly created: readonly string[];
  /** Paths that were there already and were left as they are. */
  readonly kept: readonly string[];
  readonly links: LinkOutcome;
}

/**
 * Creates a course folder, or completes one. A file that exists is never changed.
 * @throws CourseError `cannot-write`, `toolchain-missing`.
 */
export function startCourse(folder: string, catalog: Catalog, installation: Installation): StartOutcome {
  const created: string[] = [];
  const kept: string[] = [];
  const ours = new Map(readCourseRecord(folder));
  for (const [path, text] of shippedFiles(catalog, installation)) {
    const file = insidePath(folder, path, 'The course');
    try {
      mkdirSync(dirname(file), { recursive: true });
      // `wx` fails when the file exists, also when it appeared a moment ago.
      writeFileSync(file, text, { flag: 'wx' });
      created.push(path);
      ours.set(path, textSum(text));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST' && existsSync(file)) {
        kept.push(path);
        if (holds(file, text)) ours.set(path, textSum(text));
        continue;
      }
      throw new CourseError(
        'cannot-write',
        sentence`${file} could not be written: ${messageOf(error)}.`,
        'Choose a folder you may write to, or make room. Files that were there before are unchanged.',
        { cause: error },
      );
    }
  }
  writeCourseRecord(folder, ours);
  return { folder, created, kept, links: linkToolchain(folder, installation) };
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
    return textSum(readFileSync(file, 'utf8')) === textSum(text);
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
    [courseMarker, json({ course: 'integration-testing-lab', version: 1 })],
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
