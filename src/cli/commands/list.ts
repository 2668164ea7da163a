import { loadCatalog } from '../../course/catalog.ts';
import { oneLine } from '../../protocol/shownText.ts';
import { exitStatus, printJson, type Environment } from '../environment.ts';

/** Lessons and exercises. */
export function list(environment: Environment, options: { readonly json: boolean }): number {
  const lessons = loadCatalog(environment.installation.lessons).lessons.map(
    ({ id, title, exerciseList }) => ({
      id,
      title,
      exercises: exerciseList.map(({ id, manifest }) => ({
        id,
        title: manifest.title,
        kind: manifest.kind,
        faults: manifest.faults.length,
      })),
    }),
  );
  if (options.json) printJson(environment, lessons);
  else {
    for (const { id, title, exercises } of lessons) {
      environment.out(`${oneLine(`${id}  ${title}`)}\n`);
      for (const exercise of exercises) {
        environment.out(
          `  ${oneLine(`${exercise.id}  ${exercise.title}`)} (${exercise.kind}, ${exercise.faults} faults)\n`,
        );
      }
    }
  }
  return exitStatus.good;
}
