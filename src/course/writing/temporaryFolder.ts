import { copyFileSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** A file that is laid: a text, or a copy of another file, where it can be read. Paths are relative, with forward slashes. */
export type LaidFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly from: string };

/**
 * Fills a new folder within one that `makeTemporaryFolder` has made. What cannot be copied is left out.
 * @throws the file system's own errors where a text cannot be written.
 */
export function layFiles(folder: string, files: readonly LaidFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const place = join(folder, file.path);
    mkdirSync(dirname(place), { recursive: true });
    if ('text' in file) writeFileSync(place, file.text);
    else copy(file.from, place);
  }
}

function copy(from: string, place: string): void {
  try {
    copyFileSync(from, place);
  } catch {
    // It went away, nobody may read it, or its name is no text. Tests that want it will say so.
  }
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
