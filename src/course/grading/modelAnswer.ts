import { answersOf, starterFiles, type Exercise } from '../exercise.ts';
import type { FileTree } from '../fileTree.ts';
import { solutionSubmission } from './submission.ts';

/**
 * Characters, blanks not counted, that an answer adds to the starter. Nobody writes as many by chance exactly as they
 * stand in the answer, names, titles and comments included. A short function has few ways to be written, so there
 * equality alone says nothing about who wrote it.
 */
const tooManyForChance = 1_000;

/**
 * Whether files are those of a model answer, and somebody must have taken them from there: they are the same but for
 * blanks, and the answer was applied, or is too long to be met by chance. With any change or file of the learner's
 * own they are the learner's.
 * @param files of a submission.
 * @param applied whether a model answer of the exercise was applied here.
 */
export function isModelAnswer(exercise: Exercise, files: FileTree, applied: boolean): boolean {
  const starter = starterFiles(exercise);
  return answersOf(exercise).some(({ id }) => {
    const answer = solutionSubmission(exercise, id).files;
    const isSame =
      [...answer.keys()].every((path) => files.has(path)) &&
      [...files].every(([path, text]) => bare(text) === bare(answer.get(path) ?? starter.get(path) ?? ''));
    return isSame && (applied || addedTo(starter, answer) >= tooManyForChance);
  });
}

/** How many characters stand in lines that the starter does not have. */
function addedTo(starter: FileTree, answer: FileTree): number {
  let count = 0;
  for (const [path, text] of answer) {
    const given = new Set((starter.get(path) ?? '').split('\n').map(bare));
    for (const line of text.split('\n').map(bare)) if (!given.has(line)) count += line.length;
  }
  return count;
}

/** What an editor that formats on saving leaves as it is. */
function bare(text: string): string {
  return text.replace(/\s+/g, '');
}
