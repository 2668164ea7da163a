import { hasGivenSuite } from '../../exercise.ts';
import { catchesOf } from '../../grading/catches.ts';
import { givenFaults } from '../../grading/grade.ts';
import { problemsOf } from '../../grading/problems.ts';
import { changedBy } from '../../grading/systemRun.ts';
import { titlesOf, type RunRecord } from '../../running/runRecord.ts';
import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

const loadProblems = new Set([
  'load-error',
  'process-exit',
  'endless-loop',
  'crashed',
  'runner-failed',
  'uncaught',
]);

export const starterProof: Proof = {
  number: 2,
  id: 'starter',
  title: 'The starter type-checks, and is incomplete for the intended reason',
  quick: true,
  async check(ground) {
    const { exercise } = ground;
    const messages = ((await ground.typeErrors()).get('starter') ?? []).map((error) => `starter: ${error}`);
    const { kind } = exercise.manifest;
    const record = await ground.runStarter();
    // A suite to be mended catches what it catches; what is wrong with it is another proof's.
    if (kind !== 'fix-the-suite' && (await catchesAll(ground, record))) {
      messages.push(
        'The starter catches every fault, so there is nothing to do. Take away what the task asks for.',
      );
    }
    const titles = titlesOf(record.tests);
    for (const { code, message } of problemsOf(exercise, record, (key) => titles.get(key) ?? key)) {
      if (loadProblems.has(code)) messages.push(`The starter does not even run: ${message}`);
      else if (kind === 'write-tests') {
        messages.push(`The starter should be green but incomplete: ${message}`);
      }
    }
    return messages;
  },
};

/** Asks fault by fault, until one survives. */
async function catchesAll(ground: ProvingGround, correct: RunRecord): Promise<boolean> {
  const { exercise } = ground;
  const titles = titlesOf(correct.tests);
  if (hasGivenSuite(exercise)) {
    return givenFaults(exercise, correct, (key) => titles.get(key) ?? key).every(({ caught }) => caught);
  }
  const assembly = ground.starterAssembly();
  for (const { id } of exercise.manifest.faults) {
    const faulty = await ground.runStarter({ changes: changedBy(assembly, 'faults', id) });
    if (catchesOf(correct, faulty).size === 0) return false;
  }
  return true;
}
