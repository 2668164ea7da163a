import type { Proof } from '../proof.ts';

export const manifestProof: Proof = {
  number: 1,
  id: 'manifest',
  title: 'The manifest is sound',
  quick: true,
  async check({ exercise: { manifest } }) {
    const messages: string[] = [];
    const trials = manifest.trials ?? [];
    const ids = [...manifest.faults, ...manifest.variants, ...trials].map(({ id }) => id);
    for (const id of repeated(ids)) {
      messages.push(`The id '${id}' is used twice. Give each fault, variant and trial an id of its own.`);
    }
    const { length } = manifest.faults;
    if (manifest.kind === 'write-tests' && (length < 4 || length > 8)) {
      messages.push(`There are ${length} faults; an exercise in writing tests has 4 to 8. Change 'faults'.`);
    }
    for (const hint of repeated(manifest.hints)) {
      messages.push(`Two hints are the same ('${hint}'). Let each say more than the one before.`);
    }
    for (const { id, timeZone, startAt } of trials) {
      if (timeZone !== undefined && !isTimeZone(timeZone)) {
        messages.push(`The trial '${id}' names the time zone '${timeZone}', which does not exist.`);
      }
      if (startAt !== undefined && Number.isNaN(Date.parse(startAt))) {
        messages.push(`The trial '${id}' starts at '${startAt}', which is no date.`);
      }
    }
    return messages;
  },
};

/** Each value that comes a second time, once. */
function repeated(values: readonly string[]): Set<string> {
  return new Set(values.filter((value, index) => values.indexOf(value) !== index));
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
