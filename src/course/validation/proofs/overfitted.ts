import { hasGivenSuite } from '../../exercise.ts';
import type { RunRecord } from '../../running/runRecord.ts';
import { complaintsAbout } from '../goodSuite.ts';
import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

/**
 * A variant that nobody could be refused by shows no freedom. So each freedom has a suite that asks for what is left
 * open: good on the system as it is, and refused by every variant of that freedom.
 */
export const overfittedProof: Proof = {
  number: 21,
  id: 'overfitted',
  title: 'A suite that asks for what is left open is refused by each variant of that freedom',
  quick: true,
  concerns: (exercise) => (exercise.manifest.freedoms ?? []).length > 0 && !hasGivenSuite(exercise),
  async check(ground) {
    const { freedoms = [] } = ground.exercise.manifest;
    const lying = ground.suites('overfitted');
    const messages = lying
      .filter((name) => !freedoms.some(({ id }) => id === name))
      .map(
        (name) => `overfitted/${name}.test.ts is named after no freedom. Call it as one, or take it away.`,
      );
    for (const { id, quote, variants } of freedoms) {
      if (lying.includes(id)) messages.push(...(await wrongWith(ground, id, variants)));
      else
        messages.push(
          `overfitted/${id}.test.ts is missing. Write a suite that asks for what the contract leaves open: '${quote}'.`,
        );
    }
    return messages;
  },
};

async function wrongWith(ground: ProvingGround, id: string, variants: readonly string[]): Promise<string[]> {
  const name = `overfitted/${id}`;
  const messages = complaintsAbout(name, await ground.runOverfitted(id, null));
  for (const variant of variants.filter((one) =>
    ground.exercise.manifest.variants.some((known) => known.id === one),
  )) {
    if (!refuses(await ground.runOverfitted(id, variant))) {
      messages.push(
        `No test of ${name} refuses the variant '${variant}'. Let it ask for what is left open there, or let the variant make use of it.`,
      );
    }
  }
  return messages;
}

/** By whatever a test fails, as in a grade: who reads a private table does not get as far as an assertion. */
function refuses({ tests }: RunRecord): boolean {
  return tests.some(({ state }) => state === 'failed');
}
