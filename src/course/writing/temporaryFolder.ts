import { lstatSync, mkdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lifeOf, ownToken, tokenForm } from './owner.ts';

/** Short, because the path of a socket in it may not be long. */
const ours = new RegExp(`^itlab-(${tokenForm})$`);

/** Places that were swept by this process. */
const swept = new Set<string>();

/**
 * Makes an empty folder that only this user may enter, and begins to remove those that killed processes have left in
 * the same place. Its maker removes it.
 * @param place absolute path of a folder for temporary files.
 * @throws the file system's own errors.
 */
export function makeTemporaryFolder(place: string): string {
  const folder = join(place, `itlab-${ownToken()}`);
  mkdirSync(folder, { mode: 0o700 });
  if (!swept.has(place)) {
    swept.add(place);
    void sweepTemporaryFolders(place);
  }
  return folder;
}

/** Removes the folders whose makers are dead. What goes wrong is left to the next time. */
export async function sweepTemporaryFolders(place: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  for (const name of names) {
    const token = ours.exec(name)?.[1];
    if (token === undefined || lifeOf(token) !== 'dead') continue;
    const folder = join(place, name);
    if (isOwn(folder)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Everybody may write there, so a name alone proves nothing. */
function isOwn(folder: string): boolean {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === (process.getuid?.() ?? stat.uid);
}
