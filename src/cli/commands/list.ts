import { loadCatalog } from '../../course/catalog.ts';
import { installation } from '../installation.ts';
import { exitStatus, print, printJson } from '../report.ts';

/** Lessons and exercises. */
export function list(options: { readonly json: boolean }): number {
  const lessons = loadCatalog(installation.lessons).lessons.map(({ id, title, exerciseList }) => ({
    id,
    title,
    exercises: exerciseList.map(({ id, manifest }) => ({
      id,
      title: manifest.title,
      kind: manifest.kind,
      faults: manifest.faults.length,
    })),
  }));
  if (options.json) printJson(lessons);
  else {
    for (const { id, title, exercises } of lessons) {
      print(`${id}  ${title}`);
      for (const exercise of exercises) print(`  ${exercise.id}  ${exercise.title} (${exercise.kind}, ${exercise.faults} faults)`);
    }
  }
  return exitStatus.good;
}
