import { resolve } from 'node:path';
import { loadCatalog } from '../../course/catalog.ts';
import { startCourse } from '../../course/courseFolder.ts';
import { markedLines, oneLine } from '../../protocol/shownText.ts';
import { exitStatus, type Environment } from '../environment.ts';

/** Creates the course folder. */
export async function start(
  { installation, cwd, out, err, signal }: Environment,
  named: string,
): Promise<number> {
  const folder = resolve(cwd, named);
  const shown = oneLine(folder);
  const { created, kept, links, cancelled } = await startCourse(
    folder,
    loadCatalog(installation.lessons),
    installation,
    { signal },
  );
  if (cancelled) {
    err(
      `itlab: cancelled after ${created.length} files in ${shown}. Start the course there again to go on from them.\n`,
    );
    return exitStatus.unusable;
  }
  out(`The course is in ${shown}: ${created.length} files were created.\n`);
  if (kept.length > 0) out(`${kept.length} files were there already and were left as they are.\n`);
  if (links.type === 'left-alone') {
    out(
      'node_modules holds packages of your own, so it was left as it is. If imports fail, run npm install there.\n',
    );
  }
  if (links.type === 'not-linked') {
    out(
      `${markedLines(links.error.message)}\nGrading works without; for types in an editor, run npm install there.\n`,
    );
  }
  return exitStatus.good;
}
