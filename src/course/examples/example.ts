import { join } from 'node:path';
import type { Lesson } from '../catalog.ts';
import { CourseError, messageOf } from '../courseError.ts';
import { starterFiles, systemFiles, type Exercise } from '../exercise.ts';
import { isTestFile, layered, type FileTree } from '../fileTree.ts';
import type { Assembly } from '../grading/systemRun.ts';
import type { LessonExample } from '../manifestSchemas.ts';
import { readRegularText } from '../regularFile.ts';
import { sentence } from '../sentence.ts';

/** A test of a lesson's page, with the text of its file. */
export interface Example extends LessonExample {
  readonly text: string;
}

/** As mocha has it, so that its messages are those that learners meet. */
const testTimeoutMs = 2000;

/**
 * Reads an example of a lesson.
 * @returns null when the lesson has none of this name.
 * @throws CourseError `missing-folder` when its file cannot be read.
 */
export function loadExample({ folder, examples = [] }: Lesson, name: string): Example | null {
  const example = examples.find((one) => one.name === name);
  if (!example) return null;
  const file = join(folder, 'examples', `${example.name}.test.ts`);
  try {
    return { ...example, text: readRegularText(file).replaceAll('\r\n', '\n') };
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      sentence`${file} cannot be read: ${messageOf(error)}.`,
      'Install the extension again; its lessons are incomplete.',
      { cause: error },
    );
  }
}

/** Path of an example's test in the layout of the course folder. */
export function examplePath({ name }: LessonExample): string {
  return `tests/${name}.test.ts`;
}

/** An example as a test of its exercise, in memory: the correct system, and what the starter has beside its tests. */
export function exampleAssembly(lesson: Lesson, example: Example): Assembly {
  const exercise = exerciseOf(lesson, example);
  const { manifest } = exercise;
  const beside = new Map([...starterFiles(exercise)].filter(([path]) => !isTestFile(path)));
  const path = examplePath(example);
  const files: FileTree = layered(beside, systemFiles(exercise), new Map([[path, example.text]]));
  const limits = { ...manifest.limits, testTimeoutMs };
  return {
    exercise: { ...exercise, manifest: { ...manifest, limits } },
    files,
    testFiles: [path],
    folder: null,
    besides: [],
  };
}

function exerciseOf({ exerciseList, id }: Lesson, { exercise, name }: LessonExample): Exercise {
  const found = exerciseList.find((one) => one.name === exercise);
  if (found) return found;
  throw new CourseError(
    'broken-manifest',
    sentence`The example '${name}' of the lesson ${id} runs beside the exercise '${exercise}', which that lesson does not have.`,
    'Name one of its exercises in lesson.md.',
  );
}
