import { CourseError, messageOf } from '../courseError.ts';
import type { Exercise } from '../exercise.ts';
import type { FileTree } from '../fileTree.ts';
import type { RunSetting } from '../grading/systemRun.ts';
import { mapInPool } from '../running/pool.ts';
import type { Proof } from './proof.ts';
import { caughtByProof } from './proofs/caughtBy.ts';
import { contractQuotedProof } from './proofs/contractQuoted.ts';
import { determinismProof } from './proofs/determinism.ts';
import { durationProof } from './proofs/duration.ts';
import { everyTestCountsProof } from './proofs/everyTestCounts.ts';
import { flakinessProof } from './proofs/flakiness.ts';
import { hygieneProof } from './proofs/hygiene.ts';
import { manifestProof } from './proofs/manifest.ts';
import { namedFilesProof } from './proofs/namedFiles.ts';
import { noSpoilersProof } from './proofs/noSpoilers.ts';
import { noTestToSpareProof } from './proofs/noTestToSpare.ts';
import { offlineProof } from './proofs/offline.ts';
import { overfittedProof } from './proofs/overfitted.ts';
import { patchesProof } from './proofs/patches.ts';
import { probesProof } from './proofs/probes.ts';
import { promisesKeptProof } from './proofs/promisesKept.ts';
import { solutionProof } from './proofs/solution.ts';
import { starterProof } from './proofs/starter.ts';
import { thinSuiteProof } from './proofs/thinSuite.ts';
import { unitSuiteProof, weakSuitesProof } from './proofs/weakSuites.ts';
import { ProvingGround, typeCheckedLayouts } from './provingGround.ts';
import { typeCheck } from './typeCheck.ts';

/** All proofs, in the order of their numbers. */
export const proofs: readonly Proof[] = [
  manifestProof,
  starterProof,
  solutionProof,
  caughtByProof,
  everyTestCountsProof,
  patchesProof,
  weakSuitesProof,
  unitSuiteProof,
  flakinessProof,
  probesProof,
  determinismProof,
  hygieneProof,
  offlineProof,
  durationProof,
  noSpoilersProof,
  namedFilesProof,
  contractQuotedProof,
  promisesKeptProof,
  noTestToSpareProof,
  thinSuiteProof,
  overfittedProof,
];

export interface ProofOutcome {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** For the lesson's author; empty when it holds. */
  readonly messages: readonly string[];
}

export interface ValidationReport {
  /** An exercise's id, or `course`. */
  readonly subject: string;
  readonly ok: boolean;
  readonly proofs: readonly ProofOutcome[];
  /** How long an exercise's proofs took together, beside others; the course as a whole is not timed. */
  readonly ms?: number;
}

export interface ValidationOptions {
  /** Leaves out what takes long: repeating under load, and what only a change of the packages can break. */
  readonly quick?: boolean;
  /** Called as each proof is decided. */
  readonly onProof?: (outcome: ProofOutcome) => void;
  /** Type errors of the exercise's layouts, where they are known. */
  readonly typeErrors?: Promise<Map<string, string[]>> | null;
}

/**
 * Proves one exercise sound. A proof that cannot be carried out (a patch that does not apply, say) has failed.
 * @param compilerFrom a file from which the package `typescript` resolves.
 */
export async function validateExercise(
  exercise: Exercise,
  setting: RunSetting,
  compilerFrom: string,
  options: ValidationOptions = {},
): Promise<ValidationReport> {
  const { quick = false, onProof, typeErrors = null } = options;
  const begun = performance.now();
  const ground = new ProvingGround(exercise, setting, compilerFrom, typeErrors);
  const outcomes: ProofOutcome[] = [];
  try {
    for (const proof of proofs.filter((one) => (one.quick || !quick) && one.concerns?.(exercise) !== false)) {
      const { number, id, title } = proof;
      const messages = await proof.check(ground).catch((error: unknown) => [whyNot(error)]);
      const outcome = { number, id, title, ok: messages.length === 0, messages };
      outcomes.push(outcome);
      onProof?.(outcome);
    }
  } finally {
    await ground.close();
  }
  const ms = Math.round(performance.now() - begun);
  return { subject: exercise.id, ok: outcomes.every(({ ok }) => ok), proofs: outcomes, ms };
}

/** Why a proof could not be carried out, and what to do about it where that is known. */
function whyNot(error: unknown): string {
  return error instanceof CourseError ? `${error.message} ${error.remedy}` : messageOf(error);
}

/**
 * Proves exercises sound, a few side by side. Their types are checked together, which takes half of the time.
 * @param onReport called as each exercise is decided.
 */
export async function validateExercises(
  exercises: readonly Exercise[],
  setting: RunSetting,
  compilerFrom: string,
  options: Pick<ValidationOptions, 'quick'>,
  onReport: (report: ValidationReport) => void,
): Promise<ValidationReport[]> {
  const errors = typeErrorsOfAll(exercises, setting, compilerFrom);
  return mapInPool(exercises, async (exercise) => {
    const typeErrors = errors.get(exercise) ?? null;
    const report = await validateExercise(exercise, setting, compilerFrom, { ...options, typeErrors });
    onReport(report);
    return report;
  });
}

/** An exercise whose patches do not apply is left out: it fails by itself, with its own message. */
function typeErrorsOfAll(
  exercises: readonly Exercise[],
  { installation }: RunSetting,
  compilerFrom: string,
): Map<Exercise, Promise<Map<string, string[]>>> {
  const layouts = new Map<string, FileTree>();
  const checked: { readonly exercise: Exercise; readonly prefix: string }[] = [];
  for (const [index, exercise] of exercises.entries()) {
    try {
      const prefix = `${index}.`;
      for (const [name, files] of typeCheckedLayouts(exercise)) layouts.set(`${prefix}${name}`, files);
      checked.push({ exercise, prefix });
    } catch {
      continue;
    }
  }
  const all = typeCheck(layouts, installation, compilerFrom);
  // Each exercise waits for it, and fails when it does; nobody may be waiting yet.
  all.catch(() => undefined);
  return new Map(
    checked.map(({ exercise, prefix }) => {
      const own = all.then((errors) => {
        const ours = [...errors].filter(([name]) => name.startsWith(prefix));
        return new Map(ours.map(([name, messages]) => [name.slice(prefix.length), messages]));
      });
      own.catch(() => undefined);
      return [exercise, own];
    }),
  );
}
