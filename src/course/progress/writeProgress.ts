import { messageOf, CourseError } from '../courseError.ts';
import { writeAtomically } from '../writing/atomicWrite.ts';
import { sentence } from '../sentence.ts';

/**
 * Replaces a file of the learner's progress as a whole.
 * @throws CourseError `progress-not-written`; the file is then as it was.
 */
export function writeProgress(path: string, text: string): void {
  try {
    writeAtomically(path, Buffer.from(text));
  } catch (error) {
    throw progressNotWritten(path, error);
  }
}

export function progressNotWritten(path: string, error: unknown): CourseError {
  return new CourseError(
    'progress-not-written',
    sentence`${path} could not be written: ${messageOf(error)}. It is as it was before.`,
    'Make room on the disk, and see that you may write to its folder.',
    { cause: error },
  );
}
