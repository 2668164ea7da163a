import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeAtomically } from './atomicWrite.ts';
import { CourseError, messageOf } from './courseError.ts';
import { withLineFeeds } from './platform/lineEnds.ts';
import { readRegularText } from './regularFile.ts';
import { sentence } from './sentence.ts';

/** Lies in the course folder and travels with it. */
export const recordPath = '.itlab/created.json';

/**
 * What we created in a course folder: for each path the sum of the text, so that a file which nobody changed since
 * can be told from the learner's work. Where a newer text was offered and the learner's kept, it is the sum of the
 * newer one.
 */
export type CourseRecord = ReadonlyMap<string, string>;

/** Empty when there is none, as in course folders of old, or none that can be read: then all is the learner's. */
export function readCourseRecord(courseFolder: string): CourseRecord {
  try {
    const json: unknown = JSON.parse(readRegularText(join(courseFolder, recordPath)));
    if (typeof json !== 'object' || json === null || !('format' in json) || json.format !== 1)
      return new Map();
    if (!('files' in json) || typeof json.files !== 'object' || json.files === null) return new Map();
    return new Map(
      Object.entries(json.files).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return new Map();
  }
}

/** @throws CourseError `cannot-write`. */
export function writeCourseRecord(courseFolder: string, record: CourseRecord): void {
  const files = Object.fromEntries([...record].sort(([a], [b]) => (a < b ? -1 : 1)));
  const file = join(courseFolder, recordPath);
  try {
    writeAtomically(file, Buffer.from(`${JSON.stringify({ format: 1, files }, null, 2)}\n`));
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      sentence`${file} could not be written: ${messageOf(error)}. Your files are as they were.`,
      'Make room, or make the folder writable, and start the course again.',
      { cause: error },
    );
  }
}

/**
 * From now on these files count as created by us with these texts.
 * @throws CourseError `cannot-write`.
 */
export function noteAsOurs(
  courseFolder: string,
  created: Iterable<readonly [path: string, text: string]>,
  removed: readonly string[] = [],
): void {
  const record = new Map(readCourseRecord(courseFolder));
  for (const [path, text] of created) record.set(path, textSum(text));
  for (const path of removed) record.delete(path);
  writeCourseRecord(courseFolder, record);
}

/** Of a text without the difference of line ends, which git changes on some systems. */
export function textSum(text: string): string {
  return createHash('sha256').update(withLineFeeds(text)).digest('hex');
}
