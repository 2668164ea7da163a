import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type AnySchema, type ErrorObject, type ValidateFunction } from 'ajv';
import { CourseError, messageOf } from './courseError.ts';
import { sentence } from './sentence.ts';

export const exerciseKinds = [
  'write-tests',
  'fix-the-suite',
  'write-the-fixture',
  'complete-the-code',
] as const;

export type ExerciseKind = (typeof exerciseKinds)[number];

export interface Fault {
  readonly id: string;
  /** Shown once the fault is caught. */
  readonly title: string;
  readonly symptom: string;
  readonly reason: string;
  /** Titles of the tests that catch it: of the model answer, or of the given and hidden suites. */
  readonly caughtBy: readonly string[];
  readonly unitCatchable: boolean;
  /** Word that every test that catches it must have in its title or in a suite's. */
  readonly area?: string;
}

/** Circumstances under which the whole suite must pass as well. */
export interface Trial {
  readonly id: string;
  /** Completes: 'the test' fails …. */
  readonly title: string;
  /** So many rounds; one when left out. */
  readonly repeat?: number;
  readonly timeZone?: string;
  /** ISO instant that `Date` tells when the suite starts. */
  readonly startAt?: string;
  readonly timers?: 'eager';
}

export interface Limits {
  readonly testTimeoutMs: number;
  readonly maxTests: number;
  /** Longest time of the whole suite on the correct system, in milliseconds. */
  readonly suiteMs?: number;
  /** So many tests at most may fail under one fault. */
  readonly maxTestsPerFault?: number;
  /** Every test lies in an outermost suite whose title begins with one of these; at most `max` in each. */
  readonly groups?: readonly { readonly title: string; readonly max: number }[];
}

export interface Variant {
  readonly id: string;
  readonly title: string;
}

/** Something that the contract promises, in the contract's own words. */
export interface ContractPromise {
  readonly id: string;
  readonly quote: string;
  /** Other words of the contract that promise the same. */
  readonly restated?: readonly string[];
  /** Ids of the faults that break it. */
  readonly faults: readonly string[];
}

/** Something that the contract leaves open, in the contract's own words. */
export interface ContractFreedom {
  readonly id: string;
  readonly quote: string;
  /** Other words of the contract that leave the same open. */
  readonly restated?: readonly string[];
  /** Ids of the variants that make use of it. */
  readonly variants: readonly string[];
}

/** A model answer of an exercise that has several. */
export interface Answer {
  /** `solution`, or the folder in `solutions/`. */
  readonly id: string;
  readonly title: string;
  /** Why somebody would write it like that. */
  readonly reasoning: string;
}

/** exercise.json as it lies on the disk; lessons/schema/exercise.schema.json says what it may hold. */
export interface ExerciseManifest {
  readonly kind: ExerciseKind;
  readonly title: string;
  /** Names that the exercise's folder had before: what learners achieved under them is its own. */
  readonly formerly?: readonly string[];
  readonly task: string;
  readonly editable: readonly string[];
  /** Files that other exercises have as well: where each lies below `lessons/systems`, by its path in the course layout. */
  readonly systems?: Readonly<Record<string, string>>;
  /** Where it is written what is promised: `src/orders.ts#OrderRepository`; see `parsePlace`. */
  readonly contract?: readonly string[];
  readonly faults: readonly Fault[];
  readonly variants: readonly Variant[];
  readonly variantGuards?: readonly string[];
  /** What the contract promises; left out where nobody has cut it into promises yet. */
  readonly promises?: readonly ContractPromise[];
  readonly freedoms?: readonly ContractFreedom[];
  /** Words of the contract that neither promise anything nor leave it open. */
  readonly explanations?: readonly string[];
  /** Where there are several model answers: all of them, `solution` first. */
  readonly answers?: readonly Answer[];
  readonly trials?: readonly Trial[];
  readonly hygiene: readonly string[];
  readonly hints: readonly string[];
  readonly limits: Limits;
}

/** A test of a lesson's page, with what comes out when it is run. */
export interface LessonExample {
  readonly name: string;
  /** Folder name of an exercise of the lesson: it runs beside the correct `src/` of that one. */
  readonly exercise: string;
  /** Titles of the tests that fail as they are written; all others pass. */
  readonly fails: readonly string[];
  /** Titles of those that fail in reversed order; left out where it is not run in that order. */
  readonly reversed?: readonly string[];
  /** Part of the first failure's message. */
  readonly says?: string;
  /** Rules of hygiene that it breaks, as it is meant to. */
  readonly leaves?: readonly string[];
}

/** The front matter of lesson.md; lessons/schema/lesson.schema.json says what it may hold. */
export interface LessonFrontMatter {
  readonly id: string;
  readonly title: string;
  readonly chapterId: string;
  readonly order: number;
  /** Minutes. */
  readonly duration: number;
  readonly objectives: readonly string[];
  /** Folder names of the exercises, in the order of the page. */
  readonly exercises: readonly string[];
  /** Tests that can be run from the page, in its order; `examples/<name>.test.ts` each. */
  readonly examples?: readonly LessonExample[];
  readonly prerequisites: readonly string[];
  readonly level: 'beginner' | 'intermediate' | 'advanced';
  readonly covers: readonly string[];
}

/** lessons/hints.json: hints that hold in every exercise. */
export interface HintTexts {
  /** First step for a fault that survived, by its reason. */
  readonly survivors: Readonly<Record<string, string>>;
  /** Three steps for each kind of finding: a hygiene rule, `polluter`, `needs-another`, `variant`, `trial`. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
}

/** What a lesson's page in another language may say in its front matter. */
export interface LessonTranslation {
  readonly title?: string;
  readonly objectives?: readonly string[];
}

/** exercise.<language>.json: the texts of an exercise in another language. */
export interface ExerciseTranslation {
  readonly title?: string;
  readonly task?: string;
  readonly hints?: readonly string[];
  /** By the fault's id. */
  readonly faults?: Readonly<Record<string, { readonly title?: string; readonly symptom?: string }>>;
}

/** Checks manifests against the JSON schemas that the editor also uses for completion. */
export interface ManifestSchemas {
  /** @throws CourseError `broken-manifest` naming the file and every property that is wrong. */
  exercise(json: unknown, file: string): ExerciseManifest;
  /** @throws CourseError `broken-manifest` naming the file and every property that is wrong. */
  lesson(frontMatter: unknown, file: string): LessonFrontMatter;
  /** @throws CourseError `broken-manifest` naming the file and every property that is wrong. */
  hints(json: unknown, file: string): HintTexts;
  /** @throws CourseError `broken-manifest` naming the file and every property that is wrong. */
  lessonTranslation(frontMatter: unknown, file: string): LessonTranslation;
  /** @throws CourseError `broken-manifest` naming the file and every property that is wrong. */
  exerciseTranslation(json: unknown, file: string): ExerciseTranslation;
  /** Everything that is wrong with a lesson's front matter; nothing when it is as its schema asks. */
  lessonProblems(frontMatter: unknown): SchemaProblem[];
}

export interface SchemaProblem {
  /** Keys and indexes from the root to what is wrong. A property that is missing is a problem of its parent. */
  readonly path: readonly string[];
  /** A property that the schema does not know is wrong whatever its value is. */
  readonly what: 'value' | 'property';
  readonly message: string;
}

/** What the editor's completion reads in a schema and a validator does not. */
const editorKeywords = ['defaultSnippets', 'enumDescriptions', 'markdownDescription'];

/** @throws CourseError `missing-folder` when the lessons' schemas are not there. */
export function loadManifestSchemas(lessons: string): ManifestSchemas {
  const ajv = new Ajv({ allErrors: true, meta: false, validateSchema: false }).addVocabulary(editorKeywords);
  const exercise = ajv.compile<ExerciseManifest>(readSchema(lessons, 'exercise.schema.json'));
  const lesson = ajv.compile<LessonFrontMatter>(readSchema(lessons, 'lesson.schema.json'));
  // Compiled when one is met: most courses have no translation.
  const seen = new Map<string, ValidateFunction>();
  const compiled = <T>(name: string): ValidateFunction<T> => {
    const known = seen.get(name) ?? ajv.compile<T>(readSchema(lessons, `${name}.schema.json`));
    seen.set(name, known);
    return known as ValidateFunction<T>;
  };
  return {
    exercise: (json, file) => checked(exercise, json, file),
    lesson: (json, file) => checked(lesson, json, file),
    hints: (json, file) =>
      checked(ajv.compile<HintTexts>(readSchema(lessons, 'hints.schema.json')), json, file),
    lessonTranslation: (json, file) => checked(compiled<LessonTranslation>('lesson-translation'), json, file),
    exerciseTranslation: (json, file) =>
      checked(compiled<ExerciseTranslation>('exercise-translation'), json, file),
    lessonProblems: (json) => problemsOf(lesson, json),
  };
}

/**
 * The sections of the original lesson, as `covers` in a lesson's front matter may name them.
 * @throws CourseError `missing-folder` or `broken-manifest`.
 */
export function originalSections(lessons: string): readonly string[] {
  const name = 'lesson.schema.json';
  let found: unknown = readSchema(lessons, name);
  for (const key of ['properties', 'covers', 'items', 'enum']) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  if (Array.isArray(found)) return found.map(String);
  throw new CourseError(
    'broken-manifest',
    sentence`${join(lessons, 'schema', name)} does not list the sections that 'covers' may name.`,
    'Put them into properties.covers.items.enum.',
  );
}

function readSchema(lessons: string, name: string): AnySchema {
  const path = join(lessons, 'schema', name);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as AnySchema;
  } catch (error) {
    throw new CourseError(
      'missing-folder',
      sentence`The lessons' schema ${path} cannot be read: ${messageOf(error)}.`,
      'Install the extension again; its lessons are incomplete.',
      { cause: error },
    );
  }
}

function checked<T>(validate: ValidateFunction<T>, value: unknown, file: string): T {
  if (validate(value)) return value;
  const wrong = (validate.errors ?? []).map((error) =>
    `${error.instancePath || '/'} ${messageOfError(error)}`.trim(),
  );
  throw new CourseError(
    'broken-manifest',
    sentence`${file} is not as its schema asks: ${wrong.join('; ')}.`,
    'Mend the properties named.',
  );
}

function problemsOf(validate: ValidateFunction, value: unknown): SchemaProblem[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error): SchemaProblem => {
    const path = error.instancePath.split('/').slice(1).map(unescapePointer);
    const surplus = parameterOf(error, 'additionalProperty');
    const message = messageOfError(error);
    return typeof surplus === 'string'
      ? { path: [...path, surplus], what: 'property', message }
      : { path, what: 'value', message };
  });
}

/** What ajv says, with what it keeps to itself: which property is too much, and which values there are. */
function messageOfError(error: ErrorObject): string {
  const message = error.message ?? 'is wrong';
  const surplus = parameterOf(error, 'additionalProperty');
  if (typeof surplus === 'string') return `${message}: '${surplus}'`;
  const allowed = parameterOf(error, 'allowedValues') ?? parameterOf(error, 'allowedValue');
  if (allowed !== undefined) return `${message}: ${[allowed].flat().map(String).join(', ')}`;
  return message;
}

function parameterOf({ params }: ErrorObject, name: string): unknown {
  const parameters: Readonly<Record<string, unknown>> = params;
  return parameters[name];
}

/** A part of a JSON pointer as the key it stands for. */
function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
