import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

/** The last one is undefined on Windows, which counts as 0 there, and where opening waits for nobody. */
const { O_RDONLY, O_NONBLOCK } = constants;

/** The text of a file; undefined where there is none, or none that can be read. See `requireFileText`. */
export function readFileText(path: string, mostBytes: number): string | undefined {
  try {
    return requireFileText(path, mostBytes);
  } catch {
    return undefined;
  }
}

/**
 * The text of a file that a project may have put there. What is no file is not opened: at a pipe that would wait for
 * somebody to write, and a device has no end.
 * @throws Error when there is no such file, it is none, cannot be read or is larger than `mostBytes`.
 */
export function requireFileText(path: string, mostBytes: number): string {
  return requireFileBytes(path, mostBytes).toString('utf8');
}

/** The same, byte for byte. */
export function requireFileBytes(path: string, mostBytes: number): Buffer {
  assertFit(statSync(path), mostBytes);
  const descriptor = openSync(path, O_RDONLY | O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    assertFit(stats, mostBytes);
    // It may be longer by now, and some say nothing of their length.
    const bytes = Buffer.allocUnsafe(Math.max(stats.size, 4_096));
    let length = 0;
    for (let read = 1; read > 0 && length < bytes.length; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function assertFit(stats: Stats, mostBytes: number): void {
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`);
}
