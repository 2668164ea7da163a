import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError, messageOf } from '../courseError.ts';
import { createWhole, writeAtomically } from '../writing/atomicWrite.ts';
import { sweep } from '../writing/leftovers.ts';
import { isMissing } from '../writing/links.ts';
import { isOwnToken, isToken, lifeOf, ownToken } from '../writing/owner.ts';
import {
  attemptReasons,
  decodeAttempt,
  encodeAttempt,
  type AttemptFile,
  type AttemptReason,
} from './attemptFormat.ts';
import { readHeldFiles, readNamedFiles, sha256, type HeldFile, type HeldFiles } from './heldFiles.ts';
import { sentence } from '../sentence.ts';

/** Whose files are kept. */
export interface AttemptPlace {
  /** Absolute path of the course folder. */
  readonly course: string;
  /** Stable id of the exercise. */
  readonly exercise: string;
  /** Absolute path of the folder whose files are kept. */
  readonly folder: string;
  /** Keeps only these files of it. */
  readonly only?: readonly string[];
}

/** A state of an exercise's files that can be brought back. */
export interface Attempt {
  /** Unique among the attempts of an exercise. */
  readonly id: string;
  readonly time: Date;
  readonly reason: AttemptReason;
  /** Paths relative to the exercise's folder. */
  readonly paths: readonly string[];
}

/** An attempt that lies on the disk and cannot be brought back. */
export interface DamagedAttempt {
  readonly id: string;
  /** Why, as a sentence. */
  readonly why: string;
}

export interface AttemptList {
  /** Newest first. */
  readonly attempts: readonly Attempt[];
  readonly damaged: readonly DamagedAttempt[];
}

export interface Kept {
  /** Null when there was nothing to keep. */
  readonly attempt: Attempt | null;
  /** What was read: whoever overwrites files makes sure that it overwrites these. */
  readonly held: HeldFiles;
}

/** A change of files that goes on. */
export interface Begun {
  /** All of it is done: then nothing of that place is unfinished any more. */
  finish(): void;
  /** Nothing of it was done. */
  withdraw(): void;
}

/** Attempts per exercise. They cost what changed between them, a few kilobytes. */
const mostAttempts = 100;
/** Bytes of all attempts of an exercise together; the newest ones stay whatever they take. */
const mostBytes = 64 * 1024 * 1024;
const alwaysStay = 10;
/** Milliseconds. Another window may be about to name what nothing names yet. */
const unnamedStays = 60 * 60 * 1000;

/**
 * Keeps the learner's files before anything overwrites them. Below its folder lie, per course folder and exercise,
 * one file an attempt (`attempts/`), the files' bytes by their SHA-256 (`objects/`), so that what did not change costs
 * nothing and a damaged attempt harms no other, and one file a change that goes on (`unfinished/`).
 */
export class AttemptStore {
  private readonly folder: string;
  private readonly now: () => Date;

  /** @param folder absolute path of a folder that belongs to the store; it need not exist. */
  constructor(folder: string, now: () => Date = () => new Date()) {
    this.folder = join(folder, 'v1');
    this.now = now;
  }

  /**
   * Keeps all files of a place. When they are the same as last time, nothing is added.
   * @param needed paths about to be overwritten: they must be kept, whatever they are.
   * @throws CourseError `not-kept`: then nothing may be overwritten.
   */
  keep(place: AttemptPlace, reason: AttemptReason, needed: ReadonlySet<string> = new Set()): Kept {
    try {
      const held = place.only
        ? readNamedFiles(place.folder, place.only)
        : readHeldFiles(place.folder, needed);
      if (held.files.length === 0) return { attempt: null, held };
      const home = this.homeOf(place);
      const files = held.files.map((file) => storeFile(home, file));
      const known = namesIn(home);
      const last = newestReadable(home, known);
      if (last !== null && JSON.stringify(last.files) === JSON.stringify(files)) {
        return { attempt: attemptOf(last.id, last), held };
      }
      const id = `${nextNumber(known)}-${randomBytes(4).toString('hex')}`;
      const record = {
        course: place.course,
        exercise: place.exercise,
        time: this.now().toISOString(),
        reason,
        files,
        leftOut: held.leftOut,
      };
      writeAtomically(attemptPath(home, id), Buffer.from(encodeAttempt(record)));
      this.dropOldest(home);
      return { attempt: attemptOf(id, record), held };
    } catch (error) {
      throw this.notKept(place, error);
    }
  }

  /** Whether a model answer was put in the place of files there; false where that is not known any more. */
  wasAnswerApplied(place: AttemptPlace): boolean {
    try {
      return this.list(place).attempts.some(({ reason }) => reason === 'solution');
    } catch {
      return false;
    }
  }

  /** The attempts of a place. Damaged ones are told apart; the others stay usable. */
  list(place: AttemptPlace): AttemptList {
    const home = this.homeOf(place);
    const attempts: Attempt[] = [];
    const damaged: DamagedAttempt[] = [];
    for (const id of namesIn(home).toReversed()) {
      try {
        const record = readRecord(home, id);
        for (const file of record.files) if ('sha256' in file) checkSize(home, file);
        attempts.push(attemptOf(id, record));
      } catch (error) {
        damaged.push({ id, why: `${attemptPath(home, id)} cannot be used: ${messageOf(error)}.` });
      }
    }
    return { attempts, damaged };
  }

  /**
   * All files of an attempt, each proved to be what was kept.
   * @throws CourseError `broken-attempt`.
   */
  read(place: AttemptPlace, id: string): HeldFile[] {
    const home = this.homeOf(place);
    try {
      return readRecord(home, id).files.map((file) =>
        'link' in file
          ? { kind: 'link', path: file.path, target: file.link }
          : { kind: 'file', path: file.path, bytes: storedBytes(home, file), mode: file.mode },
      );
    } catch (error) {
      throw new CourseError(
        'broken-attempt',
        sentence`This attempt is damaged and cannot be restored: ${attemptPath(home, id)}, ${messageOf(error)}. Nothing was changed.`,
        'Choose another attempt; the others are not affected.',
        { cause: error },
      );
    }
  }

  /**
   * Notes that the files of a place are about to be changed, one after the other.
   * @throws CourseError `not-kept`: then nothing may be changed.
   */
  begin(place: AttemptPlace, reason: AttemptReason): Begun {
    const folder = join(this.homeOf(place), unfinishedFolder);
    const mark = join(folder, `${ownToken()}.json`);
    try {
      createWhole(mark, Buffer.from(JSON.stringify({ reason })));
    } catch (error) {
      throw this.notKept(place, error);
    }
    return {
      withdraw: () => remove([mark]),
      finish() {
        sweep(folder);
        remove(marksIn(folder, (life, isOwn) => life !== 'alive' || isOwn));
      },
    };
  }

  /** What was begun with the files of a place by a process that died in the middle of it; null when nothing was. */
  unfinished(place: AttemptPlace): AttemptReason | null {
    const reasons = this.unfinishedMarks(place).map(reasonIn);
    return reasons.find((reason) => reason !== null) ?? null;
  }

  /** The user knows of it by now. */
  forgetUnfinished(place: AttemptPlace): void {
    remove(this.unfinishedMarks(place));
  }

  private unfinishedMarks(place: AttemptPlace): string[] {
    return marksIn(join(this.homeOf(place), unfinishedFolder), (life) => life !== 'alive');
  }

  private notKept({ folder }: AttemptPlace, error: unknown): CourseError {
    return new CourseError(
      'not-kept',
      sentence`Your files in ${folder} could not be kept in ${this.folder}: ${messageOf(error)}. So nothing was changed.`,
      'Make room on that disk, or make the place writable, and try again.',
      { cause: error },
    );
  }

  private homeOf({ course, exercise }: AttemptPlace): string {
    let real = course;
    try {
      real = realpathSync.native(course);
    } catch {
      // A course folder that is gone still has its attempts, under the name it was called by.
    }
    return join(this.folder, sha256(`${real}\0${exercise}`).slice(0, 32));
  }

  /** Whatever goes wrong here costs room only, and the next time tries again. */
  private dropOldest(home: string): void {
    try {
      const names = namesIn(home).toReversed();
      const staying = new Map<string, number>();
      const dropped: string[] = [];
      for (const [index, id] of names.entries()) {
        const files = filesOf(home, id);
        for (const [sum, size] of files) staying.set(sum, size);
        const bytes = [...staying.values()].reduce((total, size) => total + size, 0);
        if (index < alwaysStay || (index < mostAttempts && bytes <= mostBytes)) continue;
        dropped.push(...names.slice(index));
        break;
      }
      if (dropped.length === 0) return;
      for (const id of dropped) rmSync(attemptPath(home, id), { force: true });
      const named = new Set(namesIn(home).flatMap((id) => [...filesOf(home, id).keys()]));
      const oldest = Date.now() - unnamedStays;
      for (const sum of readdirSync(join(home, 'objects'))) {
        const path = join(home, 'objects', sum);
        if (!named.has(sum) && statSync(path).mtimeMs < oldest) rmSync(path, { force: true });
      }
    } catch {
      return;
    }
  }
}

/** Below a place's own folder: a file for each change that goes on, named by who makes it. */
const unfinishedFolder = 'unfinished';

/** Paths of the marks whose owners fit. */
function marksIn(
  folder: string,
  fits: (life: ReturnType<typeof lifeOf>, isOwn: boolean) => boolean,
): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => {
      const token = name.replace(/\.json$/, '');
      return isToken(token) && fits(lifeOf(token), isOwnToken(token));
    })
    .map((name) => join(folder, name));
}

/** What cannot be removed is told of once more, and harms nobody. */
function remove(marks: readonly string[]): void {
  for (const mark of marks) {
    try {
      rmSync(mark, { force: true });
    } catch {
      continue;
    }
  }
}

function reasonIn(mark: string): AttemptReason | null {
  try {
    const json: unknown = JSON.parse(readFileSync(mark, 'utf8'));
    const reason: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'reason') : null;
    return attemptReasons.find((known) => known === reason) ?? null;
  } catch {
    return null;
  }
}

type StoredFile = Extract<AttemptFile, { sha256: string }>;
type StoredRecord = ReturnType<typeof readRecord>;

function attemptOf(id: string, { time, reason, files }: Omit<StoredRecord, 'id'>): Attempt {
  return { id, time: new Date(time), reason, paths: files.map(({ path }) => path) };
}

function attemptPath(home: string, id: string): string {
  return join(home, 'attempts', `${id}.json`);
}

function objectPath(home: string, sum: string): string {
  return join(home, 'objects', sum);
}

/** Ids of the attempts, oldest first: they begin with a number that grows, because clocks are set back. */
function namesIn(home: string): string[] {
  try {
    return readdirSync(join(home, 'attempts'))
      .filter((name) => /^\d{8}-[0-9a-f]+\.json$/.test(name))
      .map((name) => name.slice(0, -'.json'.length))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function nextNumber(known: readonly string[]): string {
  return String(Number.parseInt(known.at(-1) ?? '0', 10) + 1).padStart(8, '0');
}

function readRecord(home: string, id: string): ReturnType<typeof decodeAttempt> & { readonly id: string } {
  // An id may come from outside, in the address of a document.
  if (!/^\d{8}-[0-9a-f]+$/.test(id)) throw new Error('there is no such attempt');
  return { id, ...decodeAttempt(readFileSync(attemptPath(home, id), 'utf8')) };
}

function newestReadable(home: string, known: readonly string[]): StoredRecord | null {
  const newest = known.at(-1);
  if (newest === undefined) return null;
  try {
    return readRecord(home, newest);
  } catch {
    return null;
  }
}

/** Sizes of an attempt's files by their sums; none when it cannot be read, as it then cannot use them either. */
function filesOf(home: string, id: string): Map<string, number> {
  try {
    const stored = readRecord(home, id).files.filter((file) => 'sha256' in file);
    return new Map(stored.map((file) => [file.sha256, file.size]));
  } catch {
    return new Map();
  }
}

/** Puts a file's bytes into the store, unless they are there, unharmed. */
function storeFile(home: string, held: HeldFile): AttemptFile {
  if (held.kind === 'link') return { path: held.path, link: held.target };
  const { path, bytes, mode } = held;
  const file = { path, sha256: sha256(bytes), size: bytes.length, mode };
  const object = objectPath(home, file.sha256);
  try {
    storedBytes(home, file);
    // Young again: whoever drops what nothing names leaves it alone until this attempt names it.
    const now = new Date();
    utimesSync(object, now, now);
  } catch {
    writeAtomically(object, bytes);
  }
  return file;
}

function storedBytes(home: string, file: StoredFile): Uint8Array {
  const bytes = readFileSync(objectPath(home, file.sha256));
  if (sha256(bytes) !== file.sha256) throw new Error(`what was kept of ${file.path} has changed`);
  return bytes;
}

/** Enough for a list; that the bytes are right is proved when they are read. */
function checkSize(home: string, file: StoredFile): void {
  const { size } = statSync(objectPath(home, file.sha256));
  if (size !== file.size) throw new Error(`what was kept of ${file.path} has changed`);
}
