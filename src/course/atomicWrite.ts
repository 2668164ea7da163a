import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isHeldOpen, syncsFolders } from './platform/files.ts';

/** What is to lie at a path. */
export type Content =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode?: number }
  | { readonly kind: 'link'; readonly target: string };

/** Something that lies complete on the disk, under another name in the folder it is meant for. */
export interface Prepared {
  /** Puts it in its place: whoever looks there finds what was there before, or all of the new. */
  commit(): void;
  discard(): void;
}

/**
 * Writes a file's bytes beside its place and waits until they are on the disk. What was there stays until
 * `commit`; a link that lies there is replaced, never followed.
 * @throws the file system's own errors; then nothing is left behind.
 */
export function prepare(file: string, content: Content): Prepared {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  // Short, because the file's own name may be as long as names can be.
  const waiting = join(folder, `.itlab-${randomBytes(6).toString('hex')}.tmp`);
  const discard = (): void => rmSync(waiting, { force: true });
  try {
    if (content.kind === 'link') symlinkSync(content.target, waiting);
    else writeThrough(waiting, content.bytes, content.mode);
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

/** Writes a file so that a crash leaves the old one or the new one, never a part. */
export function writeAtomically(file: string, bytes: Uint8Array): void {
  const prepared = prepare(file, { kind: 'file', bytes });
  try {
    prepared.commit();
  } catch (error) {
    prepared.discard();
    throw error;
  }
}

function writeThrough(file: string, bytes: Uint8Array, mode: number | undefined): void {
  const descriptor = openSync(file, 'wx');
  try {
    // A disk that is nearly full may take a part and refuse the rest at the next call.
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    if (mode !== undefined) fchmodSync(descriptor, mode);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
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
