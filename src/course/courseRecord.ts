import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CourseError, messageOf } from './courseError.ts';
import { withLineFeeds } from './platform/lineEnds.ts';
import { sentence } from './sentence.ts';
import { changeFile } from './writing/changeFile.ts';
import { linkOnTheWay } from './writing/links.ts';

/** Lies in the course folder and travels with it. */
export const recordPath = '.itlab/created.json';

/** What we know of the files of a course folder: for each path the sum of a text. */
export interface CourseRecord {
  /**
   * What we created, so that a file which nobody changed since can be told from the learner's work. Where a newer text
   * was offered and the learner's kept, it is the sum of the newer one.
   */
  readonly files: ReadonlyMap<string, string>;
  /**
   * What we were about to create, noted before we did. Whatever of it is missing or cut off was never whole, as after
   * a crash, and is ours to finish.
   */
  readonly begun: ReadonlyMap<string, string>;
}

/** The form of the file. */
const format = 1;

const noRecord: CourseRecord = { files: new Map(), begun: new Map() };

/** Empty when there is none, as in course folders of old, or none that can be read: then all is the learner's. */
export function readCourseRecord(courseFolder: string): CourseRecord {
  try {
    return decode(readFileSync(join(courseFolder, recordPath)));
  } catch {
    return noRecord;
  }
}

function decode(bytes: Buffer): CourseRecord {
  const json: unknown = JSON.parse(bytes.toString('utf8'));
  if (typeof json !== 'object' || json === null || Reflect.get(json, 'format') !== format) return noRecord;
  return { files: sumsIn(Reflect.get(json, 'files')), begun: sumsIn(Reflect.get(json, 'begun')) };
}

function sumsIn(value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Changes the record as it is by then, which several processes may do at once.
 * @throws CourseError `cannot-write`; the record is then as it was.
 */
export async function changeCourseRecord(
  courseFolder: string,
  change: (record: CourseRecord) => CourseRecord,
): Promise<void> {
  const file = join(courseFolder, recordPath);
  try {
    refuseLink(courseFolder);
    mkdirSync(dirname(file), { recursive: true });
    await changeFile(file, (before) => {
      // What a newer version keeps there is not for this one to replace.
      if (before !== null && formatIn(before) > format) return null;
      const after = Buffer.from(textOf(change(before === null ? noRecord : decodeOrNone(before))));
      return before?.equals(after) ? null : after;
    });
  } catch (error) {
    throw new CourseError(
      'cannot-write',
      sentence`${file} could not be written: ${messageOf(error)}. Your files are as they were.`,
      'Make room, or make the folder writable, and start the course again.',
      { cause: error },
    );
  }
}

function formatIn(bytes: Buffer): number {
  try {
    const json: unknown = JSON.parse(bytes.toString('utf8'));
    const given: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'format') : null;
    return typeof given === 'number' ? given : 0;
  } catch {
    return 0;
  }
}

function decodeOrNone(bytes: Buffer): CourseRecord {
  try {
    return decode(bytes);
  } catch {
    return noRecord;
  }
}

function refuseLink(courseFolder: string): void {
  const link = linkOnTheWay(courseFolder, recordPath);
  if (link !== null) throw new Error(`${join(courseFolder, link)} is a link to another folder`);
}

function textOf({ files, begun }: CourseRecord): string {
  const parts = { files: sorted(files), ...(begun.size === 0 ? {} : { begun: sorted(begun) }) };
  return `${JSON.stringify({ format, ...parts }, null, 2)}\n`;
}

function sorted(sums: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * We are about to write these files with these texts.
 * @throws CourseError `cannot-write`.
 */
export async function noteAsBegun(
  courseFolder: string,
  files: Iterable<readonly [path: string, text: string]>,
): Promise<void> {
  const sums = [...files].map(([path, text]) => [path, textSum(text)] as const);
  await changeCourseRecord(courseFolder, (record) => ({
    files: record.files,
    begun: new Map([...record.begun, ...sums]),
  }));
}

/**
 * We are not going to write these files after all.
 * @throws CourseError `cannot-write`.
 */
export async function noteAsNotBegun(courseFolder: string, paths: readonly string[]): Promise<void> {
  await changeCourseRecord(courseFolder, ({ files, begun }) => ({ files, begun: without(begun, paths) }));
}

/**
 * From now on these files count as created by us with these texts.
 * @throws CourseError `cannot-write`.
 */
export async function noteAsOurs(
  courseFolder: string,
  created: Iterable<readonly [path: string, text: string]>,
  removed: readonly string[] = [],
): Promise<void> {
  const sums = new Map([...created].map(([path, text]) => [path, textSum(text)]));
  await changeCourseRecord(courseFolder, ({ files, begun }) => ({
    files: without(new Map([...files, ...sums]), removed),
    begun: without(begun, [...sums.keys(), ...removed]),
  }));
}

function without(sums: ReadonlyMap<string, string>, paths: Iterable<string>): Map<string, string> {
  const left = new Map(sums);
  for (const path of paths) left.delete(path);
  return left;
}

/** Of a text without the difference of line ends, which git changes on some systems. */
export function textSum(text: string): string {
  return createHash('sha256').update(withLineFeeds(text)).digest('hex');
}

/** The same for what lies in a file; null when it is no text, and so none of ours. */
export function sumOfBytes(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? textSum(Buffer.from(bytes).toString('utf8')) : null;
}
