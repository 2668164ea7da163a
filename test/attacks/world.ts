import { join } from 'node:path';
import { AttemptStore, type AttemptPlace } from '../../src/course/attempts/attemptStore.ts';
import { findExercise, loadCatalog, type Catalog } from '../../src/course/catalog.ts';
import type { Exercise } from '../../src/course/exercise.ts';
import type { Installation } from '../../src/course/installation.ts';

/** Where everything of an attack lies. What writers write lies below `place`, which is always at the same path. */
export interface World {
  readonly place: string;
  readonly course: string;
  readonly installation: Installation;
  /** The same with lessons that came later. */
  readonly newer: Installation;
  /** The course as it is shipped, and the same with lessons that came later. */
  readonly whole: { readonly now: Installation; readonly newer: Installation };
  readonly catalog: Catalog;
  readonly exercise: Exercise;
  readonly store: AttemptStore;
  readonly attempts: AttemptPlace;
  readonly at: (path: string) => string;
}

/** The world below a folder that `layGround` has prepared. */
export function worldIn(root: string): World {
  const place = join(root, 'place');
  const installationOf = (lessons: string): Installation => ({
    lessons: join(root, 'ground', lessons),
    runner: join(root, 'ground/runner.cjs'),
    attach: join(root, 'ground/attach.cjs'),
    toolchain: join(root, 'ground/toolchain'),
  });
  const installation = installationOf('lessons');
  const catalog = loadCatalog(installation.lessons);
  const exercise = findExercise(catalog, 'notes');
  const course = join(place, 'course');
  return {
    place,
    course,
    installation,
    newer: installationOf('newer'),
    whole: { now: installationOf('whole'), newer: installationOf('whole-newer') },
    catalog,
    exercise,
    store: new AttemptStore(join(place, 'store'), () => new Date('2026-01-01T08:00:00Z')),
    attempts: { course, exercise: exercise.id, folder: join(course, exercise.id) },
    at: (path) => join(place, path),
  };
}
