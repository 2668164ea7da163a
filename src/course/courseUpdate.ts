import { carryOut, type Changes } from './attempts/changes.ts';
import type { AttemptPlace, AttemptStore } from './attempts/attemptStore.ts';
import { readHeldFile } from './attempts/heldFiles.ts';
import { allExercises, type Catalog } from './catalog.ts';
import { exerciseFolder, shippedFiles } from './courseFolder.ts';
import {
  noteAsBegun,
  noteAsNotBegun,
  noteAsOurs,
  readCourseRecord,
  sumOfBytes,
  textSum,
  type CourseRecord,
} from './courseRecord.ts';
import { CourseError } from './courseError.ts';
import type { Exercise } from './exercise.ts';
import type { FileTree } from './fileTree.ts';
import type { Installation } from './installation.ts';
import { lyingAt, rolesIn } from './lyingFiles.ts';
import { caseTwin, sameFileIn, type IsSameFile } from './platform/caseTwins.ts';
import { waitingPlace } from './writing/waitingPlace.ts';

/** Stands for the files beside the exercises, such as README.md, where attempts are kept by exercise. */
export const courseItself = 'course';

/** What an update does to one exercise, or to the files beside them. Paths are relative to the course folder. */
export interface UpdatePart {
  /** Id of the exercise, or `courseItself`. */
  readonly id: string;
  /** Files that are as we created them, or that we did not finish, and whole and newer ones come in their place. */
  readonly updated: readonly string[];
  readonly added: readonly string[];
  /** Files as we created them that the course has no more. */
  readonly removed: readonly string[];
  /** Files that the learner changed, of which there is a newer one: they stay. */
  readonly kept: readonly string[];
  /** Files that differ from ours, of which nobody knows who changed them: they stay too. */
  readonly unknown: readonly string[];
}

export interface CourseUpdate {
  readonly course: string;
  readonly parts: readonly UpdatePart[];
  /** What an update that was killed has done and not noted: files that are there, and files that are gone. */
  readonly done: { readonly written: readonly string[]; readonly removed: readonly string[] };
  /** What the extension ships now, by path relative to the course folder. */
  readonly shipped: FileTree;
}

/**
 * Compares a course folder with what the extension ships. Without a record of what we created, everything there is
 * taken as the learner's.
 */
export function planUpdate(course: string, catalog: Catalog, installation: Installation): CourseUpdate {
  const shipped = shippedFiles(catalog, installation);
  const isSameFile = sameFileIn(course);
  const record = underNewNames(readCourseRecord(course), shipped, isSameFile);
  const roleOf = rolesIn(catalog);
  const ids = allExercises(catalog).map(({ id }) => id);
  const partOf = (path: string): string => ids.find((id) => path.startsWith(`${id}/`)) ?? courseItself;
  const parts = new Map<string, { [Key in Exclude<keyof UpdatePart, 'id'>]: string[] }>();
  const note = (path: string, what: Exclude<keyof UpdatePart, 'id'>): void => {
    const id = partOf(path);
    const part = parts.get(id) ?? { updated: [], added: [], removed: [], kept: [], unknown: [] };
    part[what].push(path);
    parts.set(id, part);
  };
  const written: string[] = [];
  const removed: string[] = [];
  for (const [path, text] of shipped) {
    const lying = lyingAt(course, path, text, record, roleOf(path));
    const ours = record.files.get(path);
    if (lying === 'whole' && ours !== undefined && ours !== textSum(text)) written.push(path);
    if (lying === 'whole' && ours === undefined && record.begun.has(path)) written.push(path);
    if (lying === 'whole' || ours === textSum(text)) continue;
    if (lying === 'missing') {
      // A file that we created and that is gone was removed on purpose.
      if (ours === undefined) note(path, 'added');
    } else if (lying === 'ours' || lying === 'cut') note(path, 'updated');
    else note(path, ours === undefined ? 'unknown' : 'kept');
  }
  for (const [path, ours] of record.files) {
    // Of an exercise that is no more there, nothing is removed: its attempts could not be reached.
    if (shipped.has(path) || partOf(path) === courseItself || path.split('/').includes('..')) continue;
    if (caseTwin(path, shipped.keys(), isSameFile) !== null) continue;
    const present = sumAt(course, path);
    if (present === ours) note(path, 'removed');
    else if (present === null) removed.push(path);
  }
  const listed = [...parts].map(([id, part]) => ({ id, ...part }));
  return { course, shipped, parts: listed, done: { written, removed } };
}

/** Whether the extension ships anything newer. What merely differs says nothing: learners are to change it. */
export function hasNews({ parts }: CourseUpdate): boolean {
  return parts.some(({ updated, added, removed, kept }) =>
    [updated, added, removed, kept].some(({ length }) => length > 0),
  );
}

/** A part of an update that could not be carried out. */
export interface FailedPart {
  readonly part: UpdatePart;
  readonly error: CourseError;
}

/**
 * Carries out the parts of an update one after the other. What keeps one from being written keeps no other.
 * @param before called before each, with how many are over; false ends the update there. What it throws counts as the
 * part's own failure when it is a CourseError.
 */
export async function carryOutUpdate(
  update: CourseUpdate,
  catalog: Catalog,
  store: AttemptStore,
  before: (part: UpdatePart, done: number) => boolean | Promise<boolean>,
): Promise<{ readonly failed: readonly FailedPart[]; readonly ended: boolean }> {
  const { course, shipped, done: earlier } = update;
  sweepCourse(course);
  forgetDone(update, catalog, store);
  if (earlier.written.length + earlier.removed.length > 0)
    await noteAsOurs(course, textsOf(earlier.written, shipped), earlier.removed);
  const failed: FailedPart[] = [];
  for (const [done, part] of update.parts.entries()) {
    try {
      if (!(await before(part, done))) return { failed, ended: false };
      await updatePart(update, part, catalog, store);
    } catch (error) {
      if (!(error instanceof CourseError)) throw error;
      failed.push({ part, error });
    }
  }
  return { failed, ended: true };
}

/**
 * Carries out one part of an update, after the files there were kept as an attempt.
 * @throws CourseError as `carryOut` and `noteAsBegun`; then the files are as before, but for `half-replaced`.
 */
export async function updatePart(
  update: CourseUpdate,
  part: UpdatePart,
  catalog: Catalog,
  store: AttemptStore,
): Promise<void> {
  const { course, shipped } = update;
  const exercise = allExercises(catalog).find(({ id }) => id === part.id);
  const prefix = exercise ? `${exercise.id}/` : '';
  const changes: Changes = new Map([
    ...[...part.updated, ...part.added].map(
      (path) =>
        [path.slice(prefix.length), { kind: 'file', bytes: Buffer.from(shipped.get(path) ?? '') }] as const,
    ),
    ...part.removed.map((path) => [path.slice(prefix.length), null] as const),
  ]);
  const place = { ...placeOf(course, exercise), ...(exercise ? {} : { only: [...changes.keys()] }) };
  if (changes.size > 0) {
    await noteAsBegun(course, textsOf([...part.updated, ...part.added], shipped));
    try {
      carryOut(store, place, 'update', changes);
    } catch (error) {
      // Nothing was begun, or the attempt holds how it was: whatever comes to lie there is the learner's.
      await noteAsNotBegun(course, [...part.updated, ...part.added]).catch(() => undefined);
      throw error;
    }
  }
  const created = [...part.updated, ...part.added, ...part.kept, ...part.unknown];
  try {
    await noteAsOurs(course, textsOf(created, shipped), part.removed);
  } catch (error) {
    // What was written was told before, so the next update finds it done.
    if (changes.size === 0) throw error;
  }
}

/** Where the attempts of an exercise are kept, or of the files beside them. */
function placeOf(course: string, exercise: Exercise | undefined): AttemptPlace {
  if (exercise === undefined) return { course, exercise: courseItself, folder: course };
  return { course, exercise: exercise.id, folder: exerciseFolder(course, exercise) };
}

/** What an update has done to the end before it was killed is not unfinished, though it could not say so. */
function forgetDone({ course, parts }: CourseUpdate, catalog: Catalog, store: AttemptStore): void {
  for (const exercise of [...allExercises(catalog), undefined]) {
    const place = placeOf(course, exercise);
    const part = parts.find(({ id }) => id === place.exercise);
    if (part && part.updated.length + part.added.length + part.removed.length > 0) continue;
    if (store.unfinished(place) === 'update') store.forgetUnfinished(place);
  }
}

/** Also where there is nothing to write, so that nobody needs to wait for an update that has news. */
function sweepCourse(course: string): void {
  try {
    waitingPlace(course);
  } catch {
    // Each part says what keeps it from being written.
    return;
  }
}

function textsOf(paths: readonly string[], shipped: FileTree): [path: string, text: string][] {
  return paths.map((path) => [path, shipped.get(path) ?? '']);
}

/** Renamed in its case only, on a disk that does not tell cases apart, a file is still the one that we created. */
function underNewNames(record: CourseRecord, shipped: FileTree, isSameFile: IsSameFile): CourseRecord {
  const renamed = (sums: ReadonlyMap<string, string>): ReadonlyMap<string, string> => {
    const all = new Map(sums);
    for (const path of shipped.keys()) {
      const before = sums.has(path) ? null : caseTwin(path, sums.keys(), isSameFile);
      const sum = before === null ? undefined : sums.get(before);
      if (sum !== undefined) all.set(path, sum);
    }
    return all;
  };
  return { files: renamed(record.files), begun: renamed(record.begun) };
}

/** Null when it is not there, no file, no text or not to be read: then it is nothing that we made. */
function sumAt(course: string, path: string): string | null {
  try {
    const held = readHeldFile(course, path, false);
    return held !== null && held !== 'unfit' && held.kind === 'file' ? sumOfBytes(held.bytes) : null;
  } catch {
    return null;
  }
}
