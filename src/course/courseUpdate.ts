import { carryOut, type Changes } from './attempts/changes.ts';
import type { AttemptStore } from './attempts/attemptStore.ts';
import { readHeldFile } from './attempts/heldFiles.ts';
import { allExercises, type Catalog } from './catalog.ts';
import { exerciseFolder, shippedFiles } from './courseFolder.ts';
import { noteAsOurs, readCourseRecord, textSum } from './courseRecord.ts';
import type { FileTree } from './fileTree.ts';
import type { Installation } from './installation.ts';
import { caseTwin, sameFileIn } from './platform/caseTwins.ts';

/** Stands for the files beside the exercises, such as README.md, where attempts are kept by exercise. */
export const courseItself = 'course';

/** What an update does to one exercise, or to the files beside them. Paths are relative to the course folder. */
export interface UpdatePart {
  /** Id of the exercise, or `courseItself`. */
  readonly id: string;
  /** Files that are as we created them, and newer ones come in their place. */
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
  /** What the extension ships now, by path relative to the course folder. */
  readonly shipped: FileTree;
}

/**
 * Compares a course folder with what the extension ships. Without a record of what we created, everything there is
 * taken as the learner's.
 */
export function planUpdate(course: string, catalog: Catalog, installation: Installation): CourseUpdate {
  const record = readCourseRecord(course);
  const shipped = shippedFiles(catalog, installation);
  const isSameFile = sameFileIn(course);
  const ids = allExercises(catalog).map(({ id }) => id);
  const partOf = (path: string): string => ids.find((id) => path.startsWith(`${id}/`)) ?? courseItself;
  const parts = new Map<string, { [Key in Exclude<keyof UpdatePart, 'id'>]: string[] }>();
  const note = (path: string, what: Exclude<keyof UpdatePart, 'id'>): void => {
    const id = partOf(path);
    const part = parts.get(id) ?? { updated: [], added: [], removed: [], kept: [], unknown: [] };
    part[what].push(path);
    parts.set(id, part);
  };
  for (const [path, text] of shipped) {
    const wanted = textSum(text);
    const present = sumAt(course, path);
    // Renamed in its case only, on a disk that does not tell cases apart, it is the file that we created.
    const ours = record.get(path) ?? record.get(caseTwin(path, record.keys(), isSameFile) ?? '');
    // A file that we created and that is gone was removed on purpose.
    if (present === wanted || ours === wanted || (present === null && ours !== undefined)) continue;
    if (present === null) note(path, 'added');
    else if (ours === undefined) note(path, 'unknown');
    else note(path, present === ours ? 'updated' : 'kept');
  }
  for (const [path, ours] of record) {
    // Of an exercise that is no more there, nothing is removed: its attempts could not be reached.
    if (shipped.has(path) || partOf(path) === courseItself || path.split('/').includes('..')) continue;
    if (caseTwin(path, shipped.keys(), isSameFile) !== null) continue;
    if (sumAt(course, path) === ours) note(path, 'removed');
  }
  return { course, shipped, parts: [...parts].map(([id, part]) => ({ id, ...part })) };
}

/** Whether the extension ships anything newer. What merely differs says nothing: learners are to change it. */
export function hasNews({ parts }: CourseUpdate): boolean {
  return parts.some(({ updated, added, removed, kept }) =>
    [updated, added, removed, kept].some(({ length }) => length > 0),
  );
}

/**
 * Carries out one part of an update, after the files there were kept as an attempt.
 * @throws CourseError as `carryOut`.
 */
export function updatePart(
  update: CourseUpdate,
  part: UpdatePart,
  catalog: Catalog,
  store: AttemptStore,
): void {
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
  const place = {
    course,
    exercise: part.id,
    folder: exercise ? exerciseFolder(course, exercise) : course,
    ...(exercise ? {} : { only: [...changes.keys()] }),
  };
  if (changes.size > 0) carryOut(store, place, 'update', changes);
  const created = [...part.updated, ...part.added, ...part.kept, ...part.unknown];
  noteAsOurs(
    course,
    created.map((path) => [path, shipped.get(path) ?? '']),
    part.removed,
  );
}

/** The sum of a file's text; null where there is none, empty for what we did not make, whatever it is. */
function sumAt(course: string, path: string): string | null {
  try {
    const held = readHeldFile(course, path, false);
    if (held === null) return null;
    return held !== 'unfit' && held.kind === 'file' ? textSum(Buffer.from(held.bytes).toString('utf8')) : '';
  } catch {
    // Nobody may read it, or no file can have that name.
    return '';
  }
}
