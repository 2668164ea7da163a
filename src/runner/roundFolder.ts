import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Captured before learner code can replace it. */
const removeNow = rmSync;

/** Makes the folder for a round's temporary files. */
export function makeRoundFolder(parent: string, round: number): string {
  const folder = join(parent, String(round));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Removes it with whatever is in it.
 * @returns false when something stays: Windows keeps what somebody has open, or has for a working directory. Then it
 * goes with the process.
 */
export function removeRoundFolder(folder: string, remove: typeof rmSync = removeNow): boolean {
  try {
    remove(folder, { recursive: true, force: true, maxRetries: 3 });
    return true;
  } catch {
    return false;
  }
}
