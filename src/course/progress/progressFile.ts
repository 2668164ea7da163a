import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import { mostKeptBytes, readRegularFile } from '../regularFile.ts';
import { codeOf } from '../platform/files.ts';
import { sentence } from '../sentence.ts';
import { writeAtomically } from '../writing/atomicWrite.ts';
import { changeFile } from '../writing/changeFile.ts';
import { isWithin, merged, noProgress, parseProgress, progressText, type Progress } from './progress.ts';
import { progressNotWritten } from './writeProgress.ts';

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
  /** What kept it from being copied. */
  readonly why?: string;
}

/** A learner's progress on the disk, which any number of windows use at once. */
export class ProgressFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Never throws. What it does not understand is copied beside the file before anything can replace it. */
  read(): ProgressReading {
    let bytes: Buffer;
    try {
      bytes = readRegularFile(this.path, { most: mostKeptBytes });
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return { progress: noProgress, trouble: null };
      return { progress: noProgress, trouble: { kind: 'unreadable', copy: null, first: true } };
    }
    return this.understand(bytes);
  }

  /**
   * Adds progress to what the file holds by then. One writer at a time.
   * @returns all of it, and what was wrong with the file before.
   * @throws CourseError `progress-not-written`; the file is then as it was.
   */
  async add(progress: Progress): Promise<ProgressReading> {
    let outcome: ProgressReading = { progress, trouble: null };
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      await changeFile(this.path, (bytes) => {
        const { progress: before, trouble } =
          bytes === null ? { progress: noProgress, trouble: null } : this.understand(bytes);
        if (trouble !== null && trouble.copy === null) throw this.notUnderstood(trouble.why ?? '');
        outcome = { progress: merged(before, progress), trouble };
        // Progress that is all there already is no reason to write.
        if (trouble === null && isWithin(progress, before)) return null;
        return Buffer.from(progressText(outcome.progress));
      });
    } catch (error) {
      if (error instanceof CourseError && error.code === 'progress-not-written') throw error;
      throw progressNotWritten(this.path, error);
    }
    return outcome;
  }

  private understand(bytes: Buffer): ProgressReading {
    const { progress, trouble } = parseProgress(bytes.toString('utf8'));
    if (trouble === null) return { progress, trouble: null };
    const kind = trouble === 'newer' ? 'newer' : 'damaged';
    return { progress, trouble: { kind, ...this.keepCopy(bytes) } };
  }

  private notUnderstood(why: string): CourseError {
    return new CourseError(
      'progress-not-written',
      sentence`${this.path} is not understood and could not be copied, so it is left as it is: ${why}.`,
      'Make room, and see that you may read and write in its folder.',
    );
  }

  private keepCopy(bytes: Buffer): Omit<ProgressTrouble, 'kind'> {
    // Named after its content: the same file, met again, is not copied again.
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    const copy = `${this.path.replace(/\.json$/, '')}-kept-${name}.json`;
    try {
      if (existsSync(copy)) return { copy, first: false };
      writeAtomically(copy, bytes);
      return { copy, first: true };
    } catch (error) {
      return { copy: null, first: true, why: messageOf(error) };
    }
  }
}
