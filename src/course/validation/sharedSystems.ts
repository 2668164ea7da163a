import { join } from 'node:path';
import { allExercises, type Catalog } from '../catalog.ts';
import { sharedPaths, systemsFolder } from '../exercise.ts';
import { below, layered, readTree } from '../fileTree.ts';

/**
 * What is wrong with the files that several exercises have: copies in their own folders, and files in
 * `lessons/systems` that nobody has. The tests that a learner begins with may be the same by chance.
 */
export function sharedSystems(catalog: Catalog, lessonsFolder: string): string[] {
  const exercises = allExercises(catalog);
  const ownersOf = new Map<string, string[]>();
  for (const { id, folder } of exercises) {
    const own = layered(
      below('src/', readTree(join(folder, 'src'))),
      below('starter/tests/support/', readTree(join(folder, 'starter/tests/support'))),
    );
    for (const [path, text] of own) ownersOf.set(text, [...(ownersOf.get(text) ?? []), `${id}/${path}`]);
  }
  const copies = [...ownersOf.values()].flatMap((places) =>
    places.length < 2
      ? []
      : [
          `${places.join(' and ')} are the same. Move the file to lessons/systems/, and name it in 'systems' of each exercise.json.`,
        ],
  );
  const used = new Set(exercises.flatMap((exercise) => [...sharedPaths(exercise).values()]));
  const systems = systemsFolder(lessonsFolder);
  const unused = [...readTree(systems).keys()]
    .filter((file) => !used.has(join(systems, file)))
    .map((file) => `No exercise has lessons/systems/${file}. Name it in 'systems' of one, or take it away.`);
  return [...copies, ...unused];
}
