import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sweep } from './leftovers.ts';
import { linkOnTheWay } from './links.ts';
import { sweepLock } from './lock.ts';

/** The folder in a course folder that is ours. */
const ownFolder = '.itlab';

/**
 * The folder of a course folder in which files wait until they are complete, so that none lies among the learner's
 * when the program is killed. What killed processes have left in our folder goes.
 * @throws Error when it is a link, which may lead anywhere, and the file system's own errors.
 */
export function waitingPlace(course: string): string {
  const place = `${ownFolder}/tmp`;
  const link = linkOnTheWay(course, `${place}/file`);
  if (link !== null) throw new Error(`${join(course, link)} is a link to another folder`);
  const folder = join(course, place);
  mkdirSync(folder, { recursive: true });
  sweep(folder);
  sweep(join(course, ownFolder));
  for (const name of readdirSync(join(course, ownFolder))) {
    if (name.endsWith('.lock')) sweepLock(join(course, ownFolder, name));
  }
  return folder;
}
