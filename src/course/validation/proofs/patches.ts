import { hasGivenSuite, isEditable, patchText } from '../../exercise.ts';
import { patchedPaths, patchSize } from '../../patches.ts';
import type { Proof } from '../proof.ts';

/** Removed plus added lines. A defect larger than this is more than one. */
const largestFault = 14;

export const patchesProof: Proof = {
  number: 6,
  id: 'patches',
  title: 'Patches apply exactly, compile, stay small, and differ in what catches them',
  quick: true,
  async check(ground) {
    const { exercise } = ground;
    const errors = await ground.typeErrors();
    const messages: string[] = [];
    for (const folder of ['faults', 'variants'] as const) {
      for (const { id } of exercise.manifest[folder]) {
        const name = `${folder}/${id}`;
        const text = patchText(exercise, folder, id);
        messages.push(
          ...(errors.get(`${folder}-${id}`) ?? []).map((error) => `${name} does not compile: ${error}`),
        );
        if (folder === 'faults' && patchSize(text, name) > largestFault) {
          messages.push(
            `${name} changes ${patchSize(text, name)} lines; a fault is one defect of at most ${largestFault}. Make it smaller, or two.`,
          );
        }
        const learners = patchedPaths(text, name).filter((path) => isEditable(exercise, path));
        if (learners.length > 0 && (folder === 'variants' || !hasGivenSuite(exercise))) {
          messages.push(
            `${name} changes ${learners.join(', ')}, which belongs to the learner. Change the system under test instead.`,
          );
        }
      }
    }
    const table = await ground.solutionTable();
    const rows = new Map<string, string>();
    for (const [id, { catches }] of table.faults) {
      const row = catches
        .map(({ title }) => title)
        .sort()
        .join('\n');
      const twin = rows.get(row);
      if (twin !== undefined && row !== '') {
        messages.push(
          `The faults '${twin}' and '${id}' are caught by the very same tests, so one of them teaches nothing new. Let a test tell them apart, or take one out.`,
        );
      }
      rows.set(row, id);
    }
    return messages;
  },
};
