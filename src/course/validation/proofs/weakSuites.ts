import type { Proof } from '../proof.ts';
import type { ProvingGround } from '../provingGround.ts';

export const weakSuitesProof: Proof = {
  number: 7,
  id: 'weak-suites',
  title: 'Happy-path and smoke suites pass, and catch nothing',
  quick: true,
  async check(ground) {
    return [
      ...(await weakness(ground, 'happy', () => false)),
      ...(await weakness(ground, 'smoke', () => false)),
    ];
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
    const messages = await weakness(ground, 'unit', (id) => declared.has(id));
    if (!ground.suites('weak').includes('unit')) return messages;
    const table = await ground.weakTable('unit');
    for (const id of declared) {
      if (table.faults.get(id)?.catches.length === 0) {
        messages.push(
          `The fault '${id}' is declared unitCatchable, but weak/unit.test.ts does not catch it.`,
        );
      }
    }
    return messages;
  },
};

async function weakness(
  ground: ProvingGround,
  name: string,
  mayCatch: (fault: string) => boolean,
): Promise<string[]> {
  if (!ground.suites('weak').includes(name)) return [`weak/${name}.test.ts is missing.`];
  const table = await ground.weakTable(name);
  const messages = table.correct.problems.map(({ message }) => `weak/${name}: ${message}`);
  const bad = table.correct.tests.filter(({ state }) => state !== 'passed');
  messages.push(
    ...bad.map(({ path }) => `weak/${name}: '${path.join(' › ')}' does not pass on the correct system.`),
  );
  if (table.correct.tests.length === 0) messages.push(`weak/${name} holds no test.`);
  for (const [id, { catches }] of table.faults) {
    const [first] = catches;
    if (first && !mayCatch(id))
      messages.push(`weak/${name} catches the fault '${id}' with '${first.title}', which it must not.`);
  }
  return messages;
}
