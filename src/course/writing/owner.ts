import { createHash, randomInt } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf } from '../platform/files.ts';

/**
 * What is in the name of everything of ours that lies about for a moment: `<pid>-<world><start>-<number>`, in base 36.
 * It says which process has made it, so that others know whether that one still lives, and no other thing has it.
 */
export const tokenForm = '[0-9a-z]{1,7}-[0-9a-z]{6}-[0-9a-z]{4}';

const token = new RegExp(`^${tokenForm}$`);
const numbers = 36 ** 4;
let next = randomInt(numbers);
let world: string | null = null;
let own: { readonly pid: number; readonly part: string } | null = null;

/** A new token of this process. */
export function ownToken(): string {
  next = (next + 1) % numbers;
  return `${ownPart()}-${base36(next).padStart(4, '0')}`;
}

/** What all tokens of this process begin with. */
function ownPart(): string {
  const { pid } = process;
  if (own?.pid !== pid) own = { pid, part: `${base36(pid)}-${ownWorld()}${startOf(pid)}` };
  return own.part;
}

export function isToken(text: string): boolean {
  return token.test(text);
}

export function isOwnToken(text: string): boolean {
  return text.startsWith(`${ownPart()}-`);
}

/**
 * Whether the process that made a token still lives. `unknown` for those of another machine, or of a container with
 * process ids of its own, and for what is no token.
 */
export function lifeOf(made: string): 'alive' | 'dead' | 'unknown' {
  if (!isToken(made)) return 'unknown';
  const [pid = '', place = ''] = made.split('-');
  if (place.slice(0, 3) !== ownWorld()) return 'unknown';
  const number = Number.parseInt(pid, 36);
  // Its number may by now be somebody else's, who started at another time.
  return isRunning(number) && startOf(number) === place.slice(3) ? 'alive' : 'dead';
}

/** Whether there is a process of this number; one that has ended and was not asked how counts as none. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Somebody else's may not be asked, so it is there.
    return codeOf(error) === 'EPERM';
  }
  return statusOf(pid)?.state !== 'Z';
}

/** Three characters for where process ids mean the same: this machine, or this container on it. */
function ownWorld(): string {
  world ??= hashed(`${hostname()} ${pidNamespace()}`);
  return world;
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has them.
    return '';
  }
}

/** Three characters for the moment a process began; the same for all where the system does not say it in passing. */
function startOf(pid: number): string {
  return hashed(statusOf(pid)?.start ?? '');
}

/** See proc(5); null where there is no such place. */
function statusOf(pid: number): { readonly state: string; readonly start: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // `pid (name) state parent …`, where the name may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function hashed(text: string): string {
  const number = createHash('sha256').update(text).digest().readUInt32BE();
  return base36(number % 36 ** 3).padStart(3, '0');
}

function base36(number: number): string {
  return number.toString(36);
}
