import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import { sentence } from '../sentence.ts';

/**
 * Replaces a file as a whole: whoever reads it sees the old text or the new one, also after a crash.
 * @throws CourseError `progress-not-written`; the file is then as it was.
 */
export function writeAtomically(path: string, text: string): void {
  const fresh = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(fresh, 'wx');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renamePatiently(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new CourseError(
      'progress-not-written',
      sentence`${path} could not be written: ${messageOf(error)}. It is as it was before.`,
      'Make room on the disk, and see that you may write to its folder.',
      { cause: error },
    );
  }
}

/** On Windows a file cannot be replaced while somebody reads it, which takes a moment. */
function renamePatiently(from: string, to: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const busy =
        error instanceof Error && 'code' in error && ['EPERM', 'EBUSY'].includes(String(error.code));
      if (!busy || attempt === 10 || process.platform !== 'win32') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
