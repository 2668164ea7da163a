import type { GradedFinding } from '../../protocol/gradeResult.ts';
import type { Finding, HygieneRule } from '../../protocol/runEvents.ts';
import type { Exercise } from '../exercise.ts';
import { pathFrom, withSlashes } from '../platform/paths.ts';
import type { Assembly } from './systemRun.ts';

/** Rules that hold in every exercise; `hygiene` in the manifest adds to them. */
const alwaysWatched: readonly HygieneRule[] = [
  'open-databases',
  'open-servers',
  'child-processes',
  'real-network',
  'order-dependence',
  'only-or-skip',
];

/** What counts in the exercise of what was left behind, with places relative to its folder. */
export function hygieneOf(
  exercise: Exercise,
  assembly: Assembly,
  findings: readonly Finding[],
): GradedFinding[] {
  return findings
    .filter(({ rule }) => alwaysWatched.includes(rule) || exercise.manifest.hygiene.includes(rule))
    .map(({ rule, test, message, at }) => ({
      rule,
      test,
      message,
      file: at === null ? '' : fileInExercise(exercise, assembly, at.file),
      line: at?.line ?? 0,
      ...(at === null ? {} : { column: at.column }),
    }));
}

function fileInExercise(exercise: Exercise, assembly: Assembly, file: string): string {
  if (assembly.folder !== null) return pathFrom(assembly.folder, file);
  const path = withSlashes(file);
  const marker = `/${exercise.id}/`;
  const start = path.lastIndexOf(marker);
  return start < 0 ? path : path.slice(start + marker.length);
}
