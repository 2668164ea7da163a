import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  statSync,
  type Stats,
} from 'node:fs';
import { CourseError, messageOf } from './courseError.ts';
import { sentence } from './sentence.ts';
import { isMissing } from './writing/links.ts';

/** The last two are undefined on Windows, which counts as 0 there, and where nothing waits in this way. */
const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants;

/** Bytes of a manifest, of settings or of a record: none of ours comes near. */
export const mostSettingsBytes = 4_000_000;

/** Bytes of what is kept and changed over time, where what is not understood is copied before it is replaced. */
export const mostKeptBytes = 64_000_000;

interface ReadingLimits {
  /** In bytes. */
  readonly most: number;
  /** Whether a link is read through; false refuses it. */
  readonly follow?: boolean;
}

/**
 * Reads a file that others may have put there. What is no file is never opened: at a pipe that would wait for
 * somebody to write, and a device may do anything. Not more than the limit is read, also of a file that grows
 * meanwhile or says nothing of its size.
 * @throws the file system's own error where there is nothing of that name; else CourseError `not-readable`.
 */
export function readRegularFile(path: string, { most, follow = true }: ReadingLimits): Buffer {
  let descriptor: number | null = null;
  try {
    // Looked at twice: before it is opened, and what was opened.
    assertFit(path, follow ? statSync(path) : lstatSync(path), most);
    descriptor = openSync(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
    const stats = fstatSync(descriptor);
    assertFit(path, stats, most);
    return contentOf(path, descriptor, stats.size, most);
  } catch (error) {
    if (error instanceof CourseError || isMissing(error)) throw error;
    throw unreadable(path, error);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** The same as text; what is no UTF-8 is replaced. */
export function readRegularText(path: string, most = mostSettingsBytes): string {
  return readRegularFile(path, { most }).toString('utf8');
}

/** @param error what the file system said. */
export function unreadable(path: string, error: unknown): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} cannot be read: ${messageOf(error)}.`,
    'Give yourself the right to read it, or move it away.',
    { cause: error },
  );
}

export function isLinkError(path: string): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} is a link, and links are not followed there.`,
    'Put what it points to in its place.',
  );
}

export function isNoFileError(path: string): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} is no file: a folder, a pipe, a socket or a device.`,
    'Move it away.',
  );
}

function assertFit(path: string, stats: Stats, most: number): void {
  if (stats.isSymbolicLink()) throw isLinkError(path);
  if (!stats.isFile()) throw isNoFileError(path);
  if (stats.size > most) throw tooLarge(path, most);
}

function tooLarge(path: string, most: number): CourseError {
  return new CourseError(
    'not-readable',
    sentence`${path} is larger than ${megabytes(most)} MB, and no more is read of a file there.`,
    'Make it smaller, or move it away.',
  );
}

/** With one digit behind the point where it is needed. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 100_000) / 10;
}

function contentOf(path: string, descriptor: number, size: number, most: number): Buffer {
  const parts: Buffer[] = [];
  let total = 0;
  // A byte more than it should have, so that its end is seen with the last of them.
  for (let room = size + 1; ; room = 4_096) {
    const part = Buffer.allocUnsafe(Math.min(room, most + 1 - total));
    const length = readSync(descriptor, part, 0, part.length, null);
    if (length === 0) return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
    parts.push(part.subarray(0, length));
    total += length;
    if (total > most) throw tooLarge(path, most);
  }
}
