import { readHeldFile } from './attempts/heldFiles.ts';
import { allExercises, type Catalog } from './catalog.ts';
import { sumOfBytes, textSum, type CourseRecord } from './courseRecord.ts';
import { isEditable } from './exercise.ts';

/** How a file that the course has lies in a course folder. */
export type Lying =
  | 'missing'
  /** It holds the text. */
  | 'whole'
  /** It holds nothing, or the beginning of the text, because we began to write it and were stopped. */
  | 'cut'
  /** As we wrote it, with another text. */
  | 'ours'
  /** Anything else is the learner's. */
  | 'theirs';

/** Whose a path of a course folder is: for a learner to change, given in an exercise, or beside the exercises. */
export type Role = 'learner' | 'exercise' | 'course';

export function rolesIn(catalog: Catalog): (path: string) => Role {
  const exercises = new Map(allExercises(catalog).map((exercise) => [`${exercise.id}/`, exercise]));
  return (path) => {
    const prefix = `${path.split('/').slice(0, 2).join('/')}/`;
    const exercise = exercises.get(prefix);
    if (exercise === undefined) return 'course';
    return isEditable(exercise, path.slice(prefix.length)) ? 'learner' : 'exercise';
  };
}

/** Says how a file lies. What cannot be read is the learner's. */
export function lyingAt(
  course: string,
  path: string,
  text: string,
  { files, begun }: CourseRecord,
  role: Role,
): Lying {
  const bytes = bytesAt(course, path);
  if (bytes === 'missing' || bytes === 'no file') return bytes === 'missing' ? bytes : 'theirs';
  const sum = sumOfBytes(bytes);
  if (sum === textSum(text)) return 'whole';
  if (sum !== null && (sum === files.get(path) || sum === begun.get(path))) return 'ours';
  // Without a record of what was begun, as earlier versions left it: what was never whole is in no record, and what
  // lies in an exercise and is given there is nobody else's.
  const isUnfinished = begun.has(path) || (role === 'exercise' && !files.has(path));
  return isUnfinished && isBeginning(bytes, text) ? 'cut' : 'theirs';
}

/**
 * How many bytes there are of a file that holds less than it should, whoever has made it so: nothing, or only a
 * beginning; null when it holds anything else.
 */
export function lengthLeft(course: string, path: string, text: string): number | null {
  const bytes = bytesAt(course, path);
  return typeof bytes !== 'string' && isBeginning(bytes, text) ? bytes.length : null;
}

function isBeginning(bytes: Uint8Array, text: string): boolean {
  const whole = Buffer.from(text);
  return bytes.length < whole.length && whole.subarray(0, bytes.length).equals(bytes);
}

function bytesAt(course: string, path: string): Uint8Array | 'missing' | 'no file' {
  try {
    const held = readHeldFile(course, path, false);
    if (held === null) return 'missing';
    return held !== 'unfit' && held.kind === 'file' ? held.bytes : 'no file';
  } catch {
    return 'no file';
  }
}
