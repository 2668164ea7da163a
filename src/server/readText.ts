import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

/** A file that is not read. The message says why, and ends a sentence: "it is a folder". */
export class UnreadError extends Error {
  override readonly name = 'UnreadError';
}

/**
 * The text of a file that a project may have put there. Whatever else has its name (a pipe, a device, a folder) is
 * neither opened nor waited for, and what is too large is not taken into memory.
 * @param mostBytes the largest file that is read.
 * @throws UnreadError, or what the system throws.
 */
export function readText(path: string, mostBytes: number): string {
  return readBytes(path, mostBytes).toString('utf8');
}

/** The same, byte for byte. */
export function readBytes(path: string, mostBytes: number): Buffer {
  assertFit(statSync(path), mostBytes);
  // By now it may be a pipe, and to open one is to wait for somebody who writes into it. Windows has none.
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    assertFit(stat, mostBytes);
    return contentOf(descriptor, stat.size, mostBytes);
  } finally {
    closeSync(descriptor);
  }
}

function assertFit(stat: Stats, mostBytes: number): void {
  if (stat.isDirectory()) throw new UnreadError('it is a folder');
  if (!stat.isFile()) throw new UnreadError('it is no plain file');
  if (stat.size > mostBytes) throw tooLarge(mostBytes);
}

/** A file may grow while it is read, and the system's own say that they are empty. */
function contentOf(descriptor: number, size: number, mostBytes: number): Buffer {
  let bytes = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, null);
    length += read;
    if (read === 0) return bytes.subarray(0, length);
    if (length > mostBytes) throw tooLarge(mostBytes);
    if (length < bytes.length) continue;
    const larger = Buffer.allocUnsafe(Math.max(4096, bytes.length * 2));
    bytes.copy(larger);
    bytes = larger;
  }
}

function tooLarge(mostBytes: number): UnreadError {
  return new UnreadError(`it is larger than ${mostBytes.toLocaleString('en')} bytes`);
}
