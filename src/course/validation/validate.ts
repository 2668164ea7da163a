import { messageOf } from '../courseError.ts';
import type { Exercise } from '../exercise.ts';
import type { RunSetting } from '../grading/systemRun.ts';
import type { Proof } from './proof.ts';
import { caughtByProof } from './proofs/caughtBy.ts';
import { determinismProof } from './proofs/determinism.ts';
import { durationProof } from './proofs/duration.ts';
import { everyTestCountsProof } from './proofs/everyTestCounts.ts';
import { flakinessProof } from './proofs/flakiness.ts';
import { hygieneProof } from './proofs/hygiene.ts';
import { manifestProof } from './proofs/manifest.ts';
import { noSpoilersProof } from './proofs/noSpoilers.ts';
import { offlineProof } from './proofs/offline.ts';
import { patchesProof } from './proofs/patches.ts';
import { probesProof } from './proofs/probes.ts';
import { solutionProof } from './proofs/solution.ts';
import { starterProof } from './proofs/starter.ts';
import { unitSuiteProof, weakSuitesProof } from './proofs/weakSuites.ts';
import { ProvingGround } from './provingGround.ts';

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
  readonly exercise: string;
  readonly ok: boolean;
  readonly proofs: readonly ProofOutcome[];
}

export interface ValidationOptions {
  /** Leaves out what takes long: repeating under load, and what only a change of the packages can break. */
  readonly quick?: boolean;
  /** Called as each proof is decided. */
  readonly onProof?: (outcome: ProofOutcome) => void;
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
  const { quick = false, onProof } = options;
  const ground = new ProvingGround(exercise, setting, compilerFrom);
  const outcomes: ProofOutcome[] = [];
  for (const proof of proofs.filter((one) => one.quick || !quick)) {
    const { number, id, title } = proof;
    const messages = await proof.check(ground).catch((error: unknown) => [messageOf(error)]);
    const outcome = { number, id, title, ok: messages.length === 0, messages };
    outcomes.push(outcome);
    onProof?.(outcome);
  }
  return { exercise: exercise.id, ok: outcomes.every(({ ok }) => ok), proofs: outcomes };
}
