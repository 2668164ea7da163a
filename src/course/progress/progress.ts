import type { GradeResult } from '../../protocol/gradeResult.ts';
import { leaksOf } from '../../protocol/leaks.ts';

/**
 * What a learner has achieved, over all course folders and machines. It only ever grows: two progresses are merged
 * by taking the better of each, whatever the order, so that none that was written elsewhere can take any away.
 */
export interface Progress {
  /** By the exercise's own name, see `progressKeys`. */
  readonly exercises: ReadonlyMap<string, ExerciseProgress>;
}

export interface ExerciseProgress {
  /** ISO instant of the first run or grade. */
  readonly startedAt: string | null;
  /** ISO instant of the first complete grade. It stays when the learner goes on editing. */
  readonly completedAt: string | null;
  /** ISO instant of the first complete grade of a model answer's files. */
  readonly answerAt: string | null;
  /** ISO instant of the first complete grade of the learner's own work. */
  readonly ownAt: string | null;
  readonly best: BestGrade | null;
  /** Highest step of a hint ladder that was shown, from 1, by what the ladder is about. */
  readonly hints: ReadonlyMap<string, number>;
  /** Stretches of time (`activeSlot`) in which something was done in the exercise. */
  readonly active: ReadonlySet<number>;
}

/** Length of a stretch of time: whoever stops to think is still at it, and whoever sleeps is not. */
export const slotMinutes = 5;

/**
 * Number of the stretch of time that an instant lies in, counted from 1970. Numbers of stretches can be merged without
 * counting any time twice, also when two windows are open at once.
 */
export function activeSlot(instant: Date): number {
  return Math.floor(instant.getTime() / (slotMinutes * 60_000));
}

export interface BestGrade {
  /** ISO instant. */
  readonly at: string;
  readonly complete: boolean;
  readonly caught: number;
  readonly faults: number;
  /** Everything else that kept it from being complete. */
  readonly objections: number;
}

/** The form of the document; raised when an older extension could not read it. */
export const progressVersion = 1;
const format = 'integration-testing-lab.progress';

export const noProgress: Progress = { exercises: new Map() };
export const notStarted: ExerciseProgress = {
  startedAt: null,
  completedAt: null,
  answerAt: null,
  ownAt: null,
  best: null,
  hints: new Map(),
  active: new Set(),
};

export function progressOf(progress: Progress, key: string): ExerciseProgress {
  return progress.exercises.get(key) ?? notStarted;
}

/**
 * Whether every complete grade that is known of was one of a model answer. Earlier versions did not tell them apart:
 * what was complete before the first that is known to be an answer's counts as the learner's own.
 */
export function isByModelAnswer({ completedAt, answerAt, ownAt }: ExerciseProgress): boolean {
  return answerAt !== null && ownAt === null && (completedAt === null || completedAt >= answerAt);
}

// ---- Keys

/** What keys are made of: an exercise of the catalog. */
export interface KeyedExercise {
  /** `<lesson-folder>/<exercise-folder>`: changes when lessons are renamed or put into another order. */
  readonly id: string;
  readonly name: string;
  readonly manifest: { readonly formerly?: readonly string[] };
}

/**
 * The key of each exercise by its id: its own name, which the validator holds to be unique, so that a lesson's
 * folder can be renamed. Twins, in a course that was not validated, go by their ids.
 */
export function progressKeys(exercises: readonly KeyedExercise[]): ReadonlyMap<string, string> {
  const count = (name: string): number => exercises.filter((one) => one.name === name).length;
  return new Map(exercises.map(({ id, name }) => [id, count(name) === 1 ? name : id]));
}

/**
 * Puts what is kept under an id, or under a name that an exercise had before, to its present key. Keys of
 * exercises that this version of the course does not have stay: another version may have them.
 */
export function migrated(progress: Progress, exercises: readonly KeyedExercise[]): Progress {
  const keys = progressKeys(exercises);
  const present = new Set(keys.values());
  const target = (key: string): string => {
    if (present.has(key)) return key;
    const byId = keys.get(key);
    if (byId !== undefined) return byId;
    const name = key.slice(key.lastIndexOf('/') + 1);
    if (present.has(name)) return name;
    const heir = exercises.find(({ manifest }) => manifest.formerly?.includes(name));
    return (heir && keys.get(heir.id)) ?? key;
  };
  return collected([...progress.exercises].map(([key, one]) => [target(key), one]));
}

// ---- Changes

/** The progress with what one exercise has gained. */
export function gained(progress: Progress, key: string, gain: Partial<ExerciseProgress>): Progress {
  return merged(progress, { exercises: new Map([[key, { ...notStarted, ...gain }]]) });
}

/** What a finished grade adds. One that was cancelled judged too little to be compared with others. */
export function gainOf(grade: GradeResult, at: string): Partial<ExerciseProgress> {
  if (grade.problems.some(({ code }) => code === 'cancelled')) return { startedAt: at };
  const best: BestGrade = {
    at,
    complete: grade.complete,
    caught: grade.faults.filter(({ caught }) => caught).length,
    faults: grade.faults.length,
    objections:
      leaksOf(grade).length +
      grade.isolation.pairs.length +
      grade.variants.filter(({ passed }) => !passed).length +
      grade.problems.length,
  };
  if (!grade.complete) return { startedAt: at, best };
  return { startedAt: at, completedAt: at, best, [grade.modelAnswer ? 'answerAt' : 'ownAt']: at };
}

/** Loses nothing: the same for either order, and for the same progress twice. */
export function merged(one: Progress, other: Progress): Progress {
  return collected([...one.exercises, ...other.exercises]);
}

/** Whether a progress holds nothing that the other does not hold as well. */
export function isWithin(part: Progress, whole: Progress): boolean {
  return progressText(merged(part, whole)) === progressText(whole);
}

function collected(entries: readonly (readonly [string, ExerciseProgress])[]): Progress {
  const exercises = new Map<string, ExerciseProgress>();
  for (const [key, one] of entries) {
    const known = exercises.get(key);
    exercises.set(key, known ? mergedExercise(known, one) : one);
  }
  return { exercises };
}

function mergedExercise(one: ExerciseProgress, other: ExerciseProgress): ExerciseProgress {
  const hints = new Map(one.hints);
  for (const [key, step] of other.hints) hints.set(key, Math.max(step, hints.get(key) ?? 0));
  return {
    startedAt: earlier(one.startedAt, other.startedAt),
    completedAt: earlier(one.completedAt, other.completedAt),
    answerAt: earlier(one.answerAt, other.answerAt),
    ownAt: earlier(one.ownAt, other.ownAt),
    best: better(one.best, other.best),
    hints,
    active: new Set([...one.active, ...other.active]),
  };
}

/** ISO instants in one form sort as texts. */
function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function better(one: BestGrade | null, other: BestGrade | null): BestGrade | null {
  if (one === null || other === null) return one ?? other;
  const share = ({ caught, faults }: BestGrade): number => (faults === 0 ? 0 : caught / faults);
  const order =
    Number(other.complete) - Number(one.complete) ||
    share(other) - share(one) ||
    one.objections - other.objections ||
    // Of equals the first one, and then any, as long as it is always the same.
    one.at.localeCompare(other.at, 'en') ||
    other.faults - one.faults;
  return order <= 0 ? one : other;
}

// ---- The document

/** The progress as a JSON document; the same progress gives the same text. */
export function progressText(progress: Progress): string {
  return `${JSON.stringify(progressDocument(progress), null, 2)}\n`;
}

export function progressDocument({ exercises }: Progress): object {
  return {
    format,
    version: progressVersion,
    exercises: Object.fromEntries(
      sorted(exercises).map(([key, { hints, active, ...one }]) => [
        key,
        {
          ...one,
          hints: Object.fromEntries(sorted(hints)),
          ...(active.size === 0 ? {} : { active: [...active].sort((slot, other) => slot - other) }),
        },
      ]),
    ),
  };
}

export interface DecodedProgress {
  readonly progress: Progress;
  /**
   * What stands in the way of replacing the document: `newer` holds what this version does not know, `damaged` had
   * parts, or all, that could not be read; `foreign` is something else altogether.
   */
  readonly trouble: 'newer' | 'damaged' | 'foreign' | null;
}

/** Reads a document, whatever it is, as far as it can be understood. Never throws. */
export function decodeProgress(value: unknown): DecodedProgress {
  const document = recordOf(value);
  const listed = recordOf(document?.get('exercises'));
  if (document?.get('format') !== format || listed === null) {
    return { progress: noProgress, trouble: document?.get('format') === format ? 'damaged' : 'foreign' };
  }
  const version = document.get('version');
  const newer = typeof version === 'number' && version > progressVersion;
  const exercises = new Map<string, ExerciseProgress>();
  let whole = version === progressVersion;
  for (const [key, one] of listed) {
    const { exercise, intact } = decodeExercise(one);
    exercises.set(key, exercise);
    whole &&= intact;
  }
  return { progress: { exercises }, trouble: newer ? 'newer' : whole ? null : 'damaged' };
}

/** The same for a text. */
export function parseProgress(text: string): DecodedProgress {
  try {
    return decodeProgress(JSON.parse(text));
  } catch {
    return { progress: noProgress, trouble: 'damaged' };
  }
}

function decodeExercise(value: unknown): { exercise: ExerciseProgress; intact: boolean } {
  const given = recordOf(value);
  if (given === null) return { exercise: notStarted, intact: false };
  const [startedAt, completedAt] = [instantOf(given.get('startedAt')), instantOf(given.get('completedAt'))];
  // Earlier versions did not write them.
  const [answerAt, ownAt] = ['answerAt', 'ownAt'].map((name) => instantOf(given.get(name) ?? null));
  const best = bestOf(given.get('best'));
  const hints = recordOf(given.get('hints'));
  const slots = slotsOf(given.get('active'));
  const steps = [...(hints ?? [])].filter(
    (entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && Number(entry[1]) > 0,
  );
  return {
    exercise: {
      startedAt: startedAt ?? null,
      completedAt: completedAt ?? null,
      answerAt: answerAt ?? null,
      ownAt: ownAt ?? null,
      best: best ?? null,
      hints: new Map(steps),
      active: new Set(slots ?? []),
    },
    intact:
      ![startedAt, completedAt, answerAt, ownAt, best].includes(undefined) &&
      steps.length === hints?.size &&
      slots !== undefined,
  };
}

/** @returns undefined for what is no list of stretches of time. Earlier versions did not write any. */
function slotsOf(value: unknown): number[] | undefined {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every(isCount) ? value : undefined;
}

/** @returns undefined for what is neither an instant nor null. */
function instantOf(value: unknown): string | null | undefined {
  if (value === null) return null;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** @returns undefined for what is neither a grade nor null. */
function bestOf(value: unknown): BestGrade | null | undefined {
  if (value === null) return null;
  const given = recordOf(value);
  const at = instantOf(given?.get('at'));
  const complete = given?.get('complete');
  const [caught, faults, objections] = ['caught', 'faults', 'objections'].map((name) => given?.get(name));
  return typeof at === 'string' &&
    typeof complete === 'boolean' &&
    isCount(caught) &&
    isCount(faults) &&
    isCount(objections)
    ? { at, complete, caught, faults, objections }
    : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** A JSON object's own properties; a map, so that no key of a file can mean something else. */
function recordOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return new Map<string, unknown>(Object.entries(value));
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}
