import { rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import { answersOf, starterFiles, type Exercise } from '../exercise.ts';
import { insidePath, type FileTree } from '../fileTree.ts';
import { solutionSubmission } from '../grading/submission.ts';
import { prepare, type Content, type Prepared } from '../writing/atomicWrite.ts';
import { sweep } from '../writing/leftovers.ts';
import { linkOnTheWay, statAt } from '../writing/links.ts';
import { waitingPlace } from '../writing/waitingPlace.ts';
import type { AttemptReason } from './attemptFormat.ts';
import type { Attempt, AttemptPlace, AttemptStore, Begun } from './attemptStore.ts';
import { caseTwin, sameFileIn } from '../platform/caseTwins.ts';
import { holdsText } from '../platform/lineEnds.ts';
import { pathFrom } from '../platform/paths.ts';
import { isSame, readHeldFile, type HeldFile } from './heldFiles.ts';
import { sentence } from '../sentence.ts';

/** What is to lie at paths of a learner's folder; null where a file of ours is to go. */
export type Changes = ReadonlyMap<string, Content | null>;

/** What makes an exercise's folder what it was at the start. Files of the learner's own are not among it. */
export function changesToStarter(exercise: Exercise, folder: string): Changes {
  const starter = starterFiles(exercise);
  return new Map([...leftovers(exercise, folder, starter), ...textChanges(folder, starter)]);
}

/** What puts a model answer in the place of the learner's files. */
export function changesToAnswer(exercise: Exercise, folder: string, answer: string): Changes {
  const { files } = solutionSubmission(exercise, answer);
  const staying = new Set([...files.keys(), ...starterFiles(exercise).keys()]);
  return new Map([...leftovers(exercise, folder, staying), ...textChanges(folder, files)]);
}

/** What brings an attempt back, byte for byte. Files that came since stay, unless they are ours as we wrote them. */
export function changesToAttempt(exercise: Exercise, folder: string, files: readonly HeldFile[]): Changes {
  const staying = new Set(files.map(({ path }) => path));
  const changes = new Map<string, Content | null>(leftovers(exercise, folder, staying));
  for (const file of files) {
    if (!isSame(presentAt(folder, file.path), file)) changes.set(file.path, file);
  }
  return changes;
}

/** Changes of the files that do not hold these texts yet. */
export function textChanges(folder: string, texts: FileTree): Map<string, Content | null> {
  const changes = new Map<string, Content | null>();
  for (const [path, text] of texts) {
    const present = presentAt(folder, path);
    const isFile = present !== null && present !== 'unfit' && present.kind === 'file';
    if (!isFile || !holdsText(present.bytes, text)) {
      changes.set(path, { kind: 'file', bytes: Buffer.from(text) });
    }
  }
  return changes;
}

/**
 * Keeps the learner's files, then makes the changes: all of them, or none.
 * @returns the attempt that was kept; null when there was nothing to keep.
 * @throws CourseError `not-kept`, `cannot-replace`, `changed-meanwhile`: nothing was changed; `half-replaced`:
 * something was, and the attempt holds how it was before.
 */
export function carryOut(
  store: AttemptStore,
  place: AttemptPlace,
  reason: AttemptReason,
  changes: Changes,
): Attempt | null {
  const { course, folder } = place;
  for (const path of changes.keys()) assertFree(course, folder, path);
  const { attempt, held } = store.keep(place, reason, new Set(changes.keys()));
  const before = new Map(held.files.map((file) => [file.path, file]));
  const isSameFile = sameFileIn(folder);
  // On a disk that does not tell cases apart, it may be kept under the name that the learner gave it.
  const heldAt = (path: string): HeldFile | null =>
    before.get(path) ?? before.get(caseTwin(path, before.keys(), isSameFile) ?? '') ?? null;
  const prepared: Prepared[] = [];
  let begun: Begun | null = null;
  try {
    const waitingIn = waitingPlace(course);
    // Earlier versions let them wait beside the learner's files.
    for (const inner of new Set([...changes.keys()].map(dirname))) sweep(join(folder, inner));
    for (const [path, content] of changes) {
      if (content !== null) prepared.push(prepare(fileAt(folder, path), content, waitingIn));
    }
    begun = store.begin(place, reason);
    for (const path of changes.keys()) assertUnchanged(folder, path, heldAt(path));
  } catch (error) {
    for (const one of prepared) one.discard();
    begun?.withdraw();
    if (error instanceof CourseError) throw error;
    throw new CourseError(
      'cannot-replace',
      sentence`The files in ${folder} could not be written: ${messageOf(error)}. Nothing was changed.`,
      'Make room, or make the folder writable, and try again.',
      { cause: error },
    );
  }
  try {
    for (const one of prepared) one.commit();
    for (const [path, content] of changes) {
      if (content !== null) continue;
      rmSync(fileAt(folder, path), { force: true });
      removeEmptied(folder, path);
    }
  } catch (error) {
    for (const one of prepared) one.discard();
    throw new CourseError(
      'half-replaced',
      sentence`Only a part of the files in ${folder} could be written: ${messageOf(error)}. How they were before is kept.`,
      'Make the folder writable, and restore the newest attempt.',
      { cause: error },
    );
  }
  begun.finish();
  return attempt;
}

/** Files that we wrote and nobody changed, for which there is no place among those that stay. */
function leftovers(
  exercise: Exercise,
  folder: string,
  staying: { has(path: string): boolean; keys(): Iterable<string> },
): Map<string, null> {
  const ours = [
    starterFiles(exercise),
    ...answersOf(exercise).map(({ id }) => solutionSubmission(exercise, id).files),
  ];
  const isSameFile = sameFileIn(folder);
  const gone = new Map<string, null>();
  for (const [path, text] of ours.flatMap((tree) => [...tree])) {
    if (staying.has(path)) continue;
    const present = presentAt(folder, path);
    if (present === null || present === 'unfit' || present.kind === 'link') continue;
    // It goes by another name here, and stays by that one.
    if (caseTwin(path, staying.keys(), isSameFile) !== null) continue;
    if (holdsText(present.bytes, text)) gone.set(path, null);
  }
  return gone;
}

function fileAt(folder: string, path: string): string {
  return insidePath(folder, path, 'The attempt');
}

/** @throws CourseError `not-kept` when it cannot be read: what cannot be read cannot be kept. */
function presentAt(folder: string, path: string): HeldFile | 'unfit' | null {
  try {
    return linkOnTheWay(folder, path) === null ? readHeldFile(folder, path) : 'unfit';
  } catch (error) {
    throw new CourseError(
      'not-kept',
      sentence`${join(folder, path)} cannot be read, so it could not be kept: ${messageOf(error)}. So nothing was changed.`,
      'Make it readable or move it away, and try again.',
      { cause: error },
    );
  }
}

/** Between keeping and overwriting, an editor may have saved. */
function assertUnchanged(folder: string, path: string, before: HeldFile | null): void {
  if (isSame(presentAt(folder, path), before)) return;
  throw new CourseError(
    'changed-meanwhile',
    sentence`${join(folder, path)} was changed at the same moment. Nothing was overwritten.`,
    'Try again.',
  );
}

/** Never writes through a link in place of a folder, and never puts a file where something else lies. */
function assertFree(course: string, folder: string, path: string): void {
  const inner = [...pathFrom(course, folder).split('/'), ...path.split('/')].filter((part) => part !== '');
  let what: string | null;
  try {
    const link = linkOnTheWay(course, inner.join('/'));
    what = link === null ? obstacleAt(folder, path) : `${link}, a link to another folder,`;
  } catch (error) {
    throw new CourseError(
      'cannot-replace',
      sentence`${join(folder, path)} cannot be looked at: ${messageOf(error)}. Nothing was changed.`,
      'Make its folder readable, and try again.',
      { cause: error },
    );
  }
  if (what === null) return;
  throw new CourseError(
    'cannot-replace',
    sentence`${what} in ${course} lies where a file of the exercise belongs. Nothing was changed.`,
    'Move it away, and try again.',
  );
}

/** What is neither a file nor a link and keeps a file from being there. */
function obstacleAt(folder: string, path: string): string | null {
  const stat = statAt(fileAt(folder, path));
  return stat === null || stat.isFile() || stat.isSymbolicLink() ? null : path;
}

/** A folder that held nothing but files of ours goes with the last of them. */
function removeEmptied(folder: string, path: string): void {
  for (let inner = dirname(path); inner !== '.'; inner = dirname(inner)) {
    try {
      rmdirSync(fileAt(folder, inner));
    } catch {
      // It holds something, or it is gone.
      return;
    }
  }
}
