import { createHash } from 'node:crypto';
import { opendirSync, readFileSync, readlinkSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../courseError.ts';
import { hasModes, kindOf } from '../platform/files.ts';
import { isWaiting } from '../writing/leftovers.ts';
import { isMissing, statAt } from '../writing/links.ts';

/** A file or link as it lies in an exercise's folder. Its path is relative to it, with forward slashes. */
export type HeldFile =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };

export interface HeldFiles {
  readonly files: readonly HeldFile[];
  /** Paths that cannot be kept, such as a pipe, or need not be. Nobody may overwrite them. */
  readonly leftOut: readonly string[];
}

/** Bytes. A larger file is no work of a learner; it is left out unless it is about to be overwritten. */
const largest = 32 * 1024 * 1024;
/** Bytes of one that is about to be overwritten: it has to be read as a whole. */
const largestNeeded = 1024 ** 3;
/** Of all that need not be kept together. No exercise comes near; with more, nobody could wait for it. */
const most = { entries: 10_000, bytes: 2 * largest } as const;
const foreign: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * Reads all files below a folder, byte for byte, but for what killed processes of ours have left. Links are read as
 * links. Nothing when the folder does not exist. Where there is too much, what need not be kept is left out.
 * @param needed paths that must be among them when they exist.
 * @throws Error when one that is needed cannot be read.
 */
export function readHeldFiles(folder: string, needed: ReadonlySet<string> = new Set()): HeldFiles {
  const files: HeldFile[] = [];
  const leftOut: string[] = [];
  const left = { entries: most.entries, bytes: most.bytes };
  const read = (path: string): void => {
    try {
      if (left.bytes <= 0 && !needed.has(path)) {
        leftOut.push(path);
        return;
      }
      const held = readHeldFile(folder, path, needed.has(path));
      if (held === 'unfit') leftOut.push(path);
      else if (held !== null) {
        files.push(held);
        if (held.kind === 'file') left.bytes -= held.bytes.length;
      }
    } catch (error) {
      if (needed.has(path)) throw new Error(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
      leftOut.push(path);
    }
  };
  const entriesOf = (inner: string): Dirent[] => {
    try {
      const entries = someEntries(join(folder, inner), left.entries);
      left.entries -= entries.length;
      if (left.entries <= 0) leftOut.push(inner === '' ? '…' : `${inner}/…`);
      return entries;
    } catch (error) {
      if (inner === '' || [...needed].some((path) => path.startsWith(`${inner}/`))) throw error;
      leftOut.push(inner);
      return [];
    }
  };
  const visit = (inner: string): void => {
    if (left.entries <= 0) return;
    for (const entry of entriesOf(inner)) {
      const { name } = entry;
      const path = inner === '' ? name : `${inner}/${name}`;
      // A name need not be text, and one that is not cannot be told in a list of names.
      if (name.includes('\uFFFD')) leftOut.push(path);
      else if (isWaiting(name)) continue;
      else if (kindOf(entry, join(folder, path)) !== 'folder') read(path);
      else if (!foreign.has(name)) visit(path);
    }
  };
  try {
    visit('');
    const seen = new Set([...files.map(({ path }) => path), ...leftOut]);
    for (const path of needed) if (!seen.has(path)) read(path);
  } catch (error) {
    if (!isMissing(error) || files.length > 0) throw error;
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), leftOut };
}

/** Entries of a folder, and no more of them than that: a list of a million names takes seconds. */
function someEntries(folder: string, count: number): Dirent[] {
  const entries: Dirent[] = [];
  const opened = opendirSync(folder, { bufferSize: 256 });
  try {
    while (entries.length < count) {
      const entry = opened.readSync();
      if (entry === null) break;
      entries.push(entry);
    }
  } finally {
    opened.closeSync();
  }
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The files at these paths, as far as they exist. */
export function readNamedFiles(folder: string, paths: readonly string[]): HeldFiles {
  const files = paths.map((path) => readHeldFile(folder, path));
  return { files: files.filter((file) => file !== null && file !== 'unfit'), leftOut: [] };
}

/** @returns null when nothing lies there (any more), `unfit` when it is no file, or a huge one nobody needs. */
export function readHeldFile(folder: string, path: string, needed = true): HeldFile | 'unfit' | null {
  const file = join(folder, path);
  try {
    const stat = statAt(file);
    if (stat === null) return null;
    if (stat.isSymbolicLink()) return { kind: 'link', path, target: readlinkSync(file) };
    if (!stat.isFile() || (stat.size > largest && !needed)) return 'unfit';
    if (stat.size > largestNeeded) throw new Error(`it has ${stat.size} bytes, which is too much to be kept`);
    return { kind: 'file', path, bytes: readFileSync(file), mode: stat.mode & 0o777 };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Whether the same lies there. */
export function isSame(a: HeldFile | 'unfit' | null, b: HeldFile | 'unfit' | null): boolean {
  if (a === null || b === null || a === 'unfit' || b === 'unfit') return a === b;
  if (a.kind === 'link') return b.kind === 'link' && a.target === b.target;
  return b.kind === 'file' && Buffer.compare(a.bytes, b.bytes) === 0 && (!hasModes() || a.mode === b.mode);
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
