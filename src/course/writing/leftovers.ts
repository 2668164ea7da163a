import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lifeOf, ownToken, tokenForm } from './owner.ts';

/** What waits under another name until it is complete. */
const waiting = new RegExp(`^\\.itlab-(${tokenForm})\\.tmp$`);
/** The same as earlier versions named it: nobody knows whose it is. */
const nameless = /^\.itlab-[0-9a-f]{12}\.tmp$/;

/** Milliseconds after which nobody is still writing what cannot be asked for its owner. */
const unknownStaysMs = 60 * 60 * 1000;

/** A new name for what is not complete yet. Short, because the file's own name may be as long as names can be. */
export function waitingName(): string {
  return `.itlab-${ownToken()}.tmp`;
}

/** Whether a file is none of anybody's work, but one of ours that is being written or was left behind. */
export function isWaiting(name: string): boolean {
  return waiting.test(name) || nameless.test(name);
}

/** Removes what killed processes have left in a folder under such names. What goes wrong is left to the next time. */
export function sweep(folder: string): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) if (isWaiting(name)) sweepOne(join(folder, name), name);
}

function sweepOne(path: string, name: string): void {
  try {
    const life = lifeOf(waiting.exec(name)?.[1] ?? '');
    if (life === 'alive') return;
    if (life === 'unknown' && Date.now() - lstatSync(path).mtimeMs < unknownStaysMs) return;
    // A folder, where a whole folder was being written.
    rmSync(path, { recursive: true, force: true });
  } catch {
    return;
  }
}
