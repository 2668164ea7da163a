import { createHash } from 'node:crypto';
import { constants, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CourseError } from '../courseError.ts';
import { isTaken } from '../platform/files.ts';
import { sentence } from '../sentence.ts';
import { isWithin, merged, noProgress, parseProgress, progressText, type Progress } from './progress.ts';
import { progressNotWritten, writeProgress } from './writeProgress.ts';

export interface ProgressReading {
  /** All that could be understood. */
  readonly progress: Progress;
  /** Set when the file cannot just be replaced, because it holds more than was understood. */
  readonly trouble: ProgressTrouble | null;
}

export interface ProgressTrouble {
  readonly kind: 'newer' | 'damaged' | 'unreadable';
  /** Where a copy of the whole file lies; null when there is none, and then the file itself is left alone. */
  readonly copy: string | null;
  /** False when the same file was met, and copied, before. */
  readonly first: boolean;
}

/** Milliseconds after which a lock was left behind by a process that died. */
const staleLockMs = 5_000;

/** A learner's progress on the disk, which any number of windows use at once. */
export class ProgressFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Never throws. What it does not understand is copied beside the file before anything can replace it. */
  read(): ProgressReading {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return { progress: noProgress, trouble: null };
      return { progress: noProgress, trouble: { kind: 'unreadable', copy: null, first: true } };
    }
    const { progress, trouble } = parseProgress(text);
    if (trouble === null) return { progress, trouble: null };
    const kind = trouble === 'newer' ? 'newer' : 'damaged';
    return { progress, trouble: { kind, ...this.keepCopy(text) } };
  }

  /**
   * Adds progress to what the file holds by then.
   * @returns all of it, and what was wrong with the file before.
   * @throws CourseError `progress-not-written`; the file is then as it was.
   */
  async add(progress: Progress): Promise<ProgressReading> {
    const unlock = await this.lock();
    try {
      const { progress: before, trouble } = this.read();
      if (trouble !== null && trouble.copy === null) {
        throw new CourseError(
          'progress-not-written',
          sentence`${this.path} is not understood and could not be copied, so it is left as it is.`,
          'See that you may read and write in its folder.',
        );
      }
      const after = merged(before, progress);
      if (trouble !== null || !isWithin(progress, before)) writeProgress(this.path, progressText(after));
      return { progress: after, trouble };
    } finally {
      unlock();
    }
  }

  private keepCopy(text: string): Pick<ProgressTrouble, 'copy' | 'first'> {
    // Named after its content: the same file, met again, is not copied again.
    const name = createHash('sha256').update(text).digest('hex').slice(0, 8);
    const copy = `${this.path.replace(/\.json$/, '')}-kept-${name}.json`;
    try {
      copyFileSync(this.path, copy, constants.COPYFILE_EXCL);
      return { copy, first: true };
    } catch (error) {
      const known = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      return { copy: known ? copy : null, first: !known };
    }
  }

  /** One writer at a time. Progress only grows, so a lock that cannot be had in time is no reason to lose some. */
  private async lock(): Promise<() => void> {
    const path = `${this.path}.lock`;
    const end = Date.now() + 2 * staleLockMs;
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw progressNotWritten(this.path, error);
    }
    for (;;) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx' });
        return () => rmSync(path, { force: true });
      } catch (error) {
        if (!isTaken(error)) throw progressNotWritten(this.path, error);
        const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
        if (age > staleLockMs) rmSync(path, { force: true });
        else if (Date.now() > end) return () => undefined;
        else await delay(20);
      }
    }
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
