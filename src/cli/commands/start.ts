import { resolve } from 'node:path';
import { loadCatalog } from '../../course/catalog.ts';
import { startCourse } from '../../course/courseFolder.ts';
import { installation } from '../installation.ts';
import { exitStatus, print } from '../report.ts';

/** Creates the course folder. */
export function start(folder: string): number {
  const { created, kept, links } = startCourse(resolve(folder), loadCatalog(installation.lessons), installation);
  print(`The course is in ${resolve(folder)}: ${created.length} files were created.`);
  if (kept.length > 0) print(`${kept.length} files were there already and were left as they are.`);
  if (links.type === 'left-alone') {
    print('node_modules holds packages of your own, so it was left as it is. If imports fail, run npm install there.');
  }
  return exitStatus.good;
}
