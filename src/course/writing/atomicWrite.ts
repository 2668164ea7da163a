import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, isHeldOpen, syncsFolders } from '../platform/files.ts';
import { sweep, waitingName } from './leftovers.ts';
import { isMissing, statAt } from './links.ts';

/** What is to lie at a path. */
export type Content =
  /** Without a `mode` it gets that of the file in whose place it comes. */
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode?: number }
  | { readonly kind: 'link'; readonly target: string };

/** Something that lies complete on the disk, under another name. */
export interface Prepared {
  /** Puts it in its place: whoever looks there finds what was there before, or all of the new. */
  commit(): void;
  discard(): void;
}

/**
 * Writes a file's bytes beside its place and waits until they are on the disk. What was there stays until
 * `commit`; a link that lies there is replaced, never followed.
 * @param place folder in which it waits; used when it lies on the same file system as the file.
 * @throws the file system's own errors; then nothing is left behind.
 */
export function prepare(file: string, content: Content, place = dirname(file)): Prepared {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const waiting = join(isOneFileSystem(place, folder) ? place : folder, waitingName());
  const discard = (): void => removeWaiting(waiting);
  try {
    if (content.kind === 'link') symlinkSync(content.target, waiting);
    else writeThrough(waiting, content, fileAt(file));
  } catch (error) {
    discard();
    throw error;
  }
  return {
    commit() {
      renamePatiently(waiting, file);
      syncFolder(folder);
    },
    discard,
  };
}

/**
 * Writes a file so that a crash leaves the old one or the new one, never a part. What crashes of old left in its
 * folder goes.
 */
export function writeAtomically(file: string, bytes: Uint8Array): void {
  sweep(dirname(file));
  writeWhile(() => true, file, bytes);
}

/**
 * The same without the sweep, and only while what it was written for still holds.
 * @param holds asked when the new file is complete on the disk, right before it takes its place.
 * @returns false when it did not; what was there stays.
 */
export function writeWhile(holds: () => boolean, file: string, bytes: Uint8Array): boolean {
  const prepared = prepare(file, { kind: 'file', bytes });
  let done = false;
  try {
    if (!holds()) return false;
    prepared.commit();
    done = true;
    return true;
  } finally {
    if (!done) prepared.discard();
  }
}

/**
 * Creates a file that is complete as soon as it is there. What lies there already stays, also when it came this moment.
 * It does not wait for the disk.
 * @param place as in `prepare`.
 * @returns whether it was created.
 * @throws the file system's own errors; then nothing is left behind.
 */
export function createWhole(file: string, bytes: Uint8Array, place = dirname(file)): boolean {
  if (statAt(file) !== null) return false;
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const waiting = join(place, waitingName());
  let named: boolean | 'elsewhere';
  try {
    writeNew(waiting, bytes);
    named = giveName(waiting, file);
  } finally {
    removeWaiting(waiting);
  }
  return named === 'elsewhere' ? createWhole(file, bytes) : named;
}

function writeNew(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'wx');
  try {
    writeAll(descriptor, bytes);
  } finally {
    closeSync(descriptor);
  }
}

/** A second name for a file, unless something has that name; `elsewhere` when it lies on another file system. */
function giveName(waiting: string, file: string): boolean | 'elsewhere' {
  try {
    linkSync(waiting, file);
    return true;
  } catch (error) {
    if (statAt(file) !== null) return false;
    const code = codeOf(error);
    if (code === '' || code === 'ENOSPC') throw error;
    if (code === 'EXDEV' && dirname(waiting) !== dirname(file)) return 'elsewhere';
    // A file system that knows no second names, as of memory cards.
    renameSync(waiting, file);
    return true;
  }
}

function removeWaiting(waiting: string): void {
  try {
    unlinkSync(waiting);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** @param before the file in whose place it comes. */
function writeThrough(
  file: string,
  content: Extract<Content, { kind: 'file' }>,
  before: Stats | undefined,
): void {
  const mode = content.mode ?? (before && before.mode & 0o777);
  // What only its owner may read is at no moment readable to others.
  const descriptor = openSync(file, 'wx', mode === undefined ? 0o666 : 0o600);
  try {
    writeAll(descriptor, content.bytes);
    if (before !== undefined) giveTo(descriptor, before);
    if (mode !== undefined) fchmodSync(descriptor, mode);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A file that the superuser replaces stays its owner's. */
function giveTo(descriptor: number, { uid, gid }: Stats): void {
  const own = fstatSync(descriptor);
  if (own.uid === uid && own.gid === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Nobody else may give files away; then whoever could replace it has it.
    return;
  }
}

/** A disk that is nearly full may take a part and refuse the rest at the next call. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}

function fileAt(path: string): Stats | undefined {
  const stat = statAt(path);
  return stat?.isFile() ? stat : undefined;
}

function isOneFileSystem(one: string, other: string): boolean {
  return one === other || statSync(one).dev === statSync(other).dev;
}

/** On Windows a file cannot be replaced while somebody reads it, which takes a moment. */
function renamePatiently(from: string, to: string): void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      if (attempt === 10 || !isHeldOpen(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** The new name itself must reach the disk too. */
function syncFolder(folder: string): void {
  if (!syncsFolders()) return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
