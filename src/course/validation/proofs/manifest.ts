import { join } from 'node:path';
import {
  answersOf,
  mainAnswer,
  sharedPaths,
  solutionFiles,
  starterFiles,
  type Exercise,
} from '../../exercise.ts';
import { readTree, type FileTree } from '../../fileTree.ts';
import { nameComplaints, twinComplaints } from '../../platform/portableNames.ts';
import type { Proof } from '../proof.ts';

const mostFaults = 8;
/** Each promise has a fault of its own. With more of them, the contract is longer than an exercise should be. */
const mostFaultsOfPromises = 16;

export const manifestProof: Proof = {
  number: 1,
  id: 'manifest',
  title: 'The manifest is sound',
  quick: true,
  async check({ exercise }) {
    const { manifest } = exercise;
    const messages: string[] = [];
    const trials = manifest.trials ?? [];
    const ids = [...manifest.faults, ...manifest.variants, ...trials].map(({ id }) => id);
    for (const id of repeated(ids)) {
      messages.push(`The id '${id}' is used twice. Give each fault, variant and trial an id of its own.`);
    }
    const { length } = manifest.faults;
    const most = manifest.promises ? mostFaultsOfPromises : mostFaults;
    if (manifest.kind === 'write-tests' && (length < 4 || length > most)) {
      messages.push(
        `There are ${length} faults; an exercise in writing tests has 4 to ${most}. Change 'faults'.`,
      );
    }
    for (const hint of repeated(manifest.hints)) {
      messages.push(`Two hints are the same ('${hint}'). Let each say more than the one before.`);
    }
    const own = readTree(exercise.folder);
    messages.push(...wrongAnswers(exercise), ...wrongNames(exercise, own), ...twiceInSystem(exercise, own));
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

/** Several model answers: each is declared and lies there, and the one that every exercise has comes first. */
function wrongAnswers({ folder, manifest }: Exercise): string[] {
  const declared = (manifest.answers ?? []).map(({ id }) => id);
  const further = declared.filter((id) => id !== mainAnswer);
  const lying = new Set(
    [...readTree(join(folder, 'solutions')).keys()].map((path) => path.split('/')[0] ?? ''),
  );
  const messages = [...repeated(declared)].map(
    (id) => `Two answers are called '${id}'. Give each an id of its own.`,
  );
  if (declared.length > 0 && declared[0] !== mainAnswer) {
    messages.push(`The first of 'answers' is '${mainAnswer}', with its title and reasoning. Put it there.`);
  }
  for (const id of further) {
    if (!lying.has(id)) messages.push(`The answer '${id}' has no files. Put them into solutions/${id}/.`);
  }
  for (const name of lying) {
    if (!further.includes(name)) messages.push(`solutions/${name} is not declared. Add it to 'answers'.`);
  }
  return messages;
}

/** What comes from `lessons/systems` and lies in the exercise as well: nobody would know which of them counts. */
function twiceInSystem(exercise: Exercise, own: FileTree): string[] {
  return [...sharedPaths(exercise).keys()]
    .flatMap((path) => [path, `starter/${path}`])
    .filter((file) => own.has(file))
    .map(
      (file) =>
        `${file} is one of the exercise's own, and 'systems' takes it from elsewhere. Keep one of the two.`,
    );
}

/** Files that authors or learners on other systems cannot have: in the exercise's folder, and in the learner's. */
function wrongNames(exercise: Exercise, own: FileTree): string[] {
  const { id } = exercise;
  const learners = new Set([
    ...starterFiles(exercise).keys(),
    ...answersOf(exercise).flatMap((answer) => [...solutionFiles(exercise, answer.id).keys()]),
  ]);
  return [
    ...nameComplaints([id, ...own.keys()]),
    ...twinComplaints(own.keys()),
    ...twinComplaints(learners).map((complaint) => `In the learner's folder, ${complaint}`),
  ];
}

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
