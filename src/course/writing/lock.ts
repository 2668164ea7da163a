import { linkSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sweep, waitingName } from './leftovers.ts';
import { codeOf, isTaken } from '../platform/files.ts';
import { readRegularText } from '../regularFile.ts';
import { isMissing, statAt } from './links.ts';
import { isRunning, isToken, lifeOf, ownToken } from './owner.ts';

/** Milliseconds after which a lock counts as left behind when nobody knows whether its owner lives. */
const unknownStaysMs = 5_000;
/** The same when a process of that number lives, which may be suspended. */
const aliveStaysMs = 60_000;
/** Bytes. */
const longestToken = 1_000;
/** Milliseconds after which one goes on without it. */
const patienceMs = 10_000;

/**
 * Does something that only one process may do at a time. A lock is a file with its owner's token. One whose owner
 * died is taken over at once; one that cannot be had within ten seconds is done without, so whoever holds it makes
 * sure of its own that nothing came in between.
 * @param path of the lock's file; its folder exists.
 * @throws the file system's own errors when it cannot be made, and what `work` throws.
 */
export async function underLock<T>(path: string, work: () => T): Promise<T> {
  const token = ownToken();
  const end = Date.now() + patienceMs;
  let held = take(path, token);
  while (!held && Date.now() < end) {
    if (!takeAway(path)) await delay(20);
    held = take(path, token);
  }
  try {
    if (held) sweepTickets(path);
    return work();
  } finally {
    if (held) release(path, token);
  }
}

/** The lock of a file that several processes change. */
export function lockOf(file: string): string {
  return `${file}.lock`;
}

/** Takes a lock away that a process has left behind which is dead. */
export function sweepLock(path: string): void {
  try {
    const token = tokenIn(path);
    if (token !== null && lifeOf(token) === 'dead') takeAway(path);
  } catch {
    // The next one who needs it tells why.
    return;
  }
}

/** Makes the lock together with its owner's token, so that it is never there without. */
function take(path: string, token: string): boolean {
  const waiting = join(dirname(path), waitingName());
  try {
    writeFileSync(waiting, token, { flag: 'wx' });
    try {
      linkSync(waiting, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return refused(path, error);
      // A file system that knows no second names, as of memory cards.
      return takeWithoutLinks(path, token);
    }
  } finally {
    rmSync(waiting, { force: true });
  }
}

function takeWithoutLinks(path: string, token: string): boolean {
  try {
    writeFileSync(path, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isTaken(error)) return refused(path, error);
    throw error;
  }
}

/**
 * @returns false: it could not be taken, for now.
 * @throws Error when what lies there is no lock, and will not go.
 */
function refused(path: string, error: unknown): false {
  if (statAt(path)?.isFile() === false) throw new Error(`${path} is no file; move it away`, { cause: error });
  return false;
}

/** Only one's own. */
function release(path: string, token: string): void {
  if (tokenIn(path) === token) rmSync(path, { force: true });
}

/**
 * Takes a lock away whose owner is gone.
 *
 * Looking whose it is and removing it are two steps, and in between another may do both and take the lock for itself.
 * So whoever removes the lock with a certain token must have the ticket for that token, which is a lock by itself.
 * As no token is ever used twice, the lock with that token stays as it is for as long as one has the ticket.
 * @returns whether it may be free now.
 */
function takeAway(path: string): boolean {
  const token = tokenIn(path);
  if (token === null) return true;
  if (!isLeft(path, token)) return false;
  const ticket = `${path}.over-${token}`;
  const own = ownToken();
  if (!take(ticket, own)) return takeAway(ticket);
  try {
    if (tokenIn(path) === token) rmSync(path, { force: true });
    return true;
  } finally {
    release(ticket, own);
  }
}

/** Whose lock it is; null when there is none. One without a token is told from others by its age. */
function tokenIn(path: string): string | null {
  try {
    const text = readRegularText(path, longestToken).trim();
    if (isToken(text)) return text;
    const { ino, mtimeMs } = statSync(path);
    return `${text.replaceAll(/\D/g, '')}.${ino.toString(36)}.${Math.trunc(mtimeMs).toString(36)}`;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isLeft(path: string, token: string): boolean {
  const age = Date.now() - (statAt(path)?.mtimeMs ?? Date.now());
  switch (lifeOf(token)) {
    case 'dead':
      return true;
    case 'alive':
      return age > aliveStaysMs;
    case 'unknown': {
      // Earlier versions wrote nothing but the number of their process.
      const pid = Number.parseInt(token, 10);
      const isDead = token.includes('.') && pid > 0 && !isRunning(pid);
      return isDead || age > unknownStaysMs;
    }
  }
}

/** Tickets that nobody needs any more, because the lock they are about is gone, go; and so does what was begun. */
function sweepTickets(path: string): void {
  const folder = dirname(path);
  sweep(folder);
  const prefix = `${basename(path)}.over-`;
  for (const name of readdirSync(folder)) {
    const of = name.lastIndexOf('.over-');
    if (!name.startsWith(prefix)) continue;
    if (tokenIn(join(folder, name.slice(0, of))) === name.slice(of + '.over-'.length)) continue;
    rmSync(join(folder, name), { force: true });
  }
}
