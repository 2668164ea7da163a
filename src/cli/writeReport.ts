import { writeFileSync } from 'node:fs';
import { CourseError, messageOf } from '../course/courseError.ts';

/** @throws CourseError `cannot-write`. */
export function writeReport(file: string, xml: string): void {
  try {
    writeFileSync(file, xml);
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      `The report ${file} could not be written: ${messageOf(error)}.`,
      'Name a file in a folder that exists and that you may write to.',
      { cause: error },
    );
  }
}
