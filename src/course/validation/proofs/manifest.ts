import type { Proof } from '../proof.ts';

export const manifestProof: Proof = {
  number: 1,
  id: 'manifest',
  title: 'The manifest is sound',
  quick: true,
  async check({ exercise: { manifest } }) {
    const messages: string[] = [];
    const ids = [...manifest.faults, ...manifest.variants].map(({ id }) => id);
    for (const id of ids.filter((id, index) => ids.indexOf(id) !== index)) {
      messages.push(`The id '${id}' is used twice. Give each fault and variant an id of its own.`);
    }
    const { length } = manifest.faults;
    if (manifest.kind === 'write-tests' && (length < 4 || length > 8)) {
      messages.push(`There are ${length} faults; an exercise in writing tests has 4 to 8.`);
    }
    if (new Set(manifest.hints).size !== manifest.hints.length) {
      messages.push('Two hints are the same.');
    }
    return messages;
  },
};
