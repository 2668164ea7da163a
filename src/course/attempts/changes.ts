import { lstatSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import { answersOf, starterFiles, type Exercise } from '../exercise.ts';
import { insidePath, type FileTree } from '../fileTree.ts';
import { solutionSubmission } from '../grading/submission.ts';
import { prepare, type Content, type Prepared } from '../atomicWrite.ts';
import type { AttemptReason } from './attemptFormat.ts';
import type { Attempt, AttemptPlace, AttemptStore } from './attemptStore.ts';
import { caseTwin, sameFileIn } from '../platform/caseTwins.ts';
import { holdsText } from '../platform/lineEnds.ts';
import { isMissing, isSame, readHeldFile, type HeldFile } from './heldFiles.ts';
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
  const { folder } = place;
  for (const path of changes.keys()) assertFree(folder, path);
  const { attempt, held } = store.keep(place, reason, new Set(changes.keys()));
  const before = new Map(held.files.map((file) => [file.path, file]));
  const isSameFile = sameFileIn(folder);
  // On a disk that does not tell cases apart, it may be kept under the name that the learner gave it.
  const heldAt = (path: string): HeldFile | null =>
    before.get(path) ?? before.get(caseTwin(path, before.keys(), isSameFile) ?? '') ?? null;
  const prepared: Prepared[] = [];
  try {
    for (const [path, content] of changes) {
      if (content !== null) prepared.push(prepare(fileAt(folder, path), content));
    }
    for (const path of changes.keys()) assertUnchanged(folder, path, heldAt(path));
  } catch (error) {
    for (const one of prepared) one.discard();
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

function presentAt(folder: string, path: string): HeldFile | 'unfit' | null {
  return wayOut(folder, path) === null ? readHeldFile(folder, path) : 'unfit';
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

/** Never writes through a link in place of a folder, and never puts a file where a folder lies. */
function assertFree(folder: string, path: string): void {
  const link = wayOut(folder, path);
  const what =
    link === null ? (isFolder(fileAt(folder, path)) ? path : null) : `${link}, a link to another folder,`;
  if (what === null) return;
  throw new CourseError(
    'cannot-replace',
    sentence`${what} in ${folder} lies where a file of the exercise belongs. Nothing was changed.`,
    'Move it away, and try again.',
  );
}

/** The first part of a path that is a link, and so may lead out of the folder; null when none is. */
function wayOut(folder: string, path: string): string | null {
  const parts = path.split('/').slice(0, -1);
  for (let count = 1; count <= parts.length; count++) {
    const inner = parts.slice(0, count).join('/');
    try {
      if (lstatSync(fileAt(folder, inner)).isSymbolicLink()) return inner;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
  return null;
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

function isFolder(file: string): boolean {
  try {
    return lstatSync(file).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
