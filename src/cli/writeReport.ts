import { CourseError, messageOf } from '../course/courseError.ts';
import { replaceFile } from '../course/writing/replaceFile.ts';

/** @throws CourseError `cannot-write`. */
export function writeReport(file: string, xml: string): void {
  try {
    replaceFile(file, null, Buffer.from(xml));
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      `The report ${file} could not be written: ${messageOf(error)}.`,
      'Name a file in a folder that exists and that you may write to.',
      { cause: error },
    );
  }
}
