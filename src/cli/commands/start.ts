import { resolve } from 'node:path';
import { loadCatalog } from '../../course/catalog.ts';
import { startCourse } from '../../course/courseFolder.ts';
import { exitStatus, type Environment } from '../environment.ts';

/** Creates the course folder. */
export function start({ installation, cwd, out }: Environment, named: string): number {
  const folder = resolve(cwd, named);
  const { created, kept, links } = startCourse(folder, loadCatalog(installation.lessons), installation);
  out(`The course is in ${folder}: ${created.length} files were created.\n`);
  if (kept.length > 0) out(`${kept.length} files were there already and were left as they are.\n`);
  if (links.type === 'left-alone') {
    out(
      'node_modules holds packages of your own, so it was left as it is. If imports fail, run npm install there.\n',
    );
  }
  return exitStatus.good;
}
