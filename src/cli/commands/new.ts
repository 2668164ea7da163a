import { join, relative, resolve } from 'node:path';
import { createExercise, type AuthoringPlaces } from '../../course/authoring/newExercise.ts';
import { createLesson } from '../../course/authoring/newLesson.ts';
import { CourseError } from '../../course/courseError.ts';
import type { ExerciseKind } from '../../course/manifestSchemas.ts';
import { exitStatus, type Environment } from '../environment.ts';

export interface NewLessonArguments {
  readonly title?: string;
  readonly exercise?: string;
  readonly kind: ExerciseKind;
  readonly lessons?: string;
}

export interface NewExerciseArguments {
  readonly title?: string;
  readonly kind: ExerciseKind;
  readonly lessons?: string;
}

/** Creates a lesson with its first exercise, and says what to do next. */
export function newLesson(environment: Environment, name: string, options: NewLessonArguments): number {
  const places = placesOf(environment, options.lessons);
  const { title, exercise: wanted, kind } = options;
  const { folder, exercise, files } = createLesson(places, { name, title, exercise: wanted, kind });
  const place = placeOf(environment, folder);
  environment.out(`Created the lesson ${name} in ${place}: ${files} files.\n\nNext:\n`);
  const steps = [
    `Write the page ${join(place, 'lesson.md')}: front matter first, then below the headings what they ask for.`,
    ...exerciseSteps(`${name}/${exercise}`, join(place, 'exercises', exercise), kind, options.lessons),
    'Add further exercises with `itlab new exercise`.',
  ];
  environment.out(numbered(steps));
  return exitStatus.good;
}

/** Creates an exercise in a lesson, and says what to do next. */
export function newExercise(environment: Environment, asked: string, options: NewExerciseArguments): number {
  // As shells on Windows complete the lesson's folder.
  const id = asked.replaceAll('\\', '/');
  const [lesson, name, ...rest] = id.split('/');
  if (!lesson || name === undefined || rest.length > 0) {
    throw new CourseError(
      'bad-name',
      `'${id}' names no exercise of a lesson.`,
      "Use the lesson's folder, a slash and a name: 03-isolation/registration.",
    );
  }
  const places = placesOf(environment, options.lessons);
  const { title, kind } = options;
  const { folder, files, listed } = createExercise(places, { lesson, name, title, kind });
  const place = placeOf(environment, folder);
  environment.out(`Created the exercise ${id} in ${place}: ${files} files.\n`);
  environment.out(
    listed
      ? `It is the last in the list of ${lesson}/lesson.md.\n\nNext:\n`
      : `It was in the list of ${lesson}/lesson.md already.\n\nNext:\n`,
  );
  const card = `Place its card in ${lesson}/lesson.md, by this line of its own: [exercise: ${name}]`;
  environment.out(numbered([card, ...exerciseSteps(id, place, kind, options.lessons)]));
  return exitStatus.good;
}

/** What an author does with a new exercise. Its example holds every proof, and does so after every step. */
function exerciseSteps(
  id: string,
  folder: string,
  kind: ExerciseKind,
  lessons: string | undefined,
): string[] {
  const validate = ['itlab validate', id, ...(lessons === undefined ? [] : ['--lessons', lessons])].join(' ');
  return [
    `Replace the example in ${folder}: src/ by your system, then ${replacedByKind[kind]}.`,
    `Rewrite exercise.json: title, task, three hints; a fault or variant for each patch. VS Code completes it.`,
    `Prove it with \`${validate} --quick\` after every step, and without --quick at the end.`,
  ];
}

/** What stands beside `src/`, by kind, in an order in which it can be written. */
const replacedByKind: Readonly<Record<ExerciseKind, string>> = {
  'write-tests': 'starter/, solution/, faults/, variants/, weak/ and dirty/',
  'fix-the-suite':
    'the suite to be mended in starter/, the trials that show its trouble, solution/, faults/, variants/, weak/ and dirty/',
  'write-the-fixture':
    'the fixture in solution/, the unfinished one and its suite in starter/, faults/ (patches of the fixture), probes/, variants/, weak/ and dirty/',
  'complete-the-code':
    'the unfinished file and the given suite in starter/, faults/ (patches of the finished file), probes/, variants/, weak/ and dirty/',
};

function placesOf({ installation, cwd }: Environment, lessons: string | undefined): AuthoringPlaces {
  const templates = installation.lessons;
  return { templates, lessons: lessons === undefined ? templates : resolve(cwd, lessons) };
}

/** A folder as it is named from where the user is; in full when it lies elsewhere. */
function placeOf({ cwd }: Environment, folder: string): string {
  const inner = relative(cwd, folder);
  return inner.startsWith('..') ? folder : inner;
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `  ${index + 1}. ${step}\n`).join('');
}
