import { complaintsAbout } from '../goodSuite.ts';
import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

export const weakSuitesProof: Proof = {
  number: 7,
  id: 'weak-suites',
  title: 'Happy-path and smoke suites pass, and catch nothing',
  quick: true,
  async check(ground) {
    return [...(await weakness(ground, 'happy')), ...(await weakness(ground, 'smoke'))];
  },
};

export const unitSuiteProof: Proof = {
  number: 8,
  id: 'unit-suite',
  title: 'A unit suite with doubled collaborators misses every fault not declared',
  quick: true,
  async check(ground) {
    const declared = new Set(
      ground.exercise.manifest.faults.filter(({ unitCatchable }) => unitCatchable).map(({ id }) => id),
    );
    const messages = await weakness(ground, 'unit', declared);
    if (!ground.suites('weak').includes('unit')) return messages;
    const table = await ground.weakTable('unit');
    for (const id of declared) {
      if (table.faults.get(id)?.catches.length === 0) {
        messages.push(
          `The fault '${id}' is declared unitCatchable, but weak/unit.test.ts does not catch it. Let it do so, or set unitCatchable to false.`,
        );
      }
    }
    return messages;
  },
};

const descriptions = {
  happy: 'a suite of the happy path only',
  smoke: 'a suite that only sees whether anything runs',
  unit: 'a suite with doubles in the place of all collaborators',
} as const;

async function weakness(
  ground: ProvingGround,
  name: 'happy' | 'smoke' | 'unit',
  mayCatch: ReadonlySet<string> = new Set(),
): Promise<string[]> {
  if (!ground.suites('weak').includes(name)) {
    return [`weak/${name}.test.ts is missing. Write ${descriptions[name]}.`];
  }
  const table = await ground.weakTable(name);
  const messages = complaintsAbout(`weak/${name}`, table.correct);
  for (const [id, { catches }] of table.faults) {
    const [first] = catches;
    if (!first || mayCatch.has(id)) continue;
    const remedy =
      name === 'unit'
        ? 'Declare the fault unitCatchable, or make it one that only the real collaborator shows.'
        : 'Make the suite weaker, or the fault harder to run into.';
    messages.push(
      `weak/${name} catches the fault '${id}' with '${first.title}', which it must not. ${remedy}`,
    );
  }
  return messages;
}
