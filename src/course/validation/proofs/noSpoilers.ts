import {
  answersOf,
  mainAnswer,
  patchText,
  solutionFiles,
  starterFiles,
  systemFiles,
  hasGivenSuite,
} from '../../exercise.ts';
import type { ExerciseKind } from '../../manifestSchemas.ts';
import type { Proof } from '../proof.ts';

/** Shorter lines (closing brackets, `});`, a hook's first line) are the same in any two test files. */
const shortestTelling = 25;

const sharing: ReadonlySet<ExerciseKind> = new Set(['complete-the-code', 'fix-the-suite']);

export const noSpoilersProof: Proof = {
  number: 15,
  id: 'no-spoilers',
  title: 'The starter contains no text of the solution or the faults',
  quick: true,
  async check({ exercise }) {
    const starter = starterFiles(exercise);
    const system = systemFiles(exercise);
    const solution = solutionFiles(exercise);
    const further = answersOf(exercise).filter(({ id }) => id !== mainAnswer);
    // What the learner reads anyway: the system under test, and files that solution and starter share whole.
    const open = new Set<string>();
    for (const [path, text] of system) {
      if (!hasGivenSuite(exercise) || starter.get(path) === text) addLines(open, text);
    }
    for (const [path, text] of solution) if (starter.get(path) === text) addLines(open, text);

    const secret = new Map<string, string>();
    for (const [path, text] of solution) {
      // A starter of complete-the-code shares signatures and worked examples with the model answer; secret is
      // what the faults change there, on both sides. A suite to be mended keeps most of its lines.
      if (sharing.has(exercise.manifest.kind) || starter.get(path) === text) continue;
      for (const line of telling(text)) if (!open.has(line)) secret.set(line, `the solution's ${path}`);
    }
    for (const { id } of further) {
      for (const [path, text] of solutionFiles(exercise, id)) {
        if (sharing.has(exercise.manifest.kind) || starter.get(path) === text) continue;
        for (const line of telling(text)) if (!open.has(line)) secret.set(line, `the answer '${id}'`);
      }
    }
    for (const { id } of exercise.manifest.faults) {
      const patch = patchText(exercise, 'faults', id);
      for (const line of telling(sideOf(patch, '+')))
        if (!open.has(line)) secret.set(line, `the fault '${id}'`);
      if (exercise.manifest.kind !== 'complete-the-code') continue;
      for (const line of telling(sideOf(patch, '-')))
        if (!open.has(line)) secret.set(line, `what the fault '${id}' replaces`);
    }
    const messages: string[] = [];
    for (const [path, text] of starter) {
      if (solution.get(path) === text || system.get(path) === text) continue;
      for (const line of telling(text)) {
        const source = secret.get(line);
        if (source !== undefined) {
          messages.push(`starter ${path} gives away a line of ${source}: ${line}`);
        }
      }
    }
    return messages;
  },
};

/** The lines a patch adds or takes away. */
function sideOf(patch: string, sign: '+' | '-'): string {
  return patch
    .split('\n')
    .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
    .map((line) => line.slice(1))
    .join('\n');
}

function addLines(lines: Set<string>, text: string): void {
  for (const line of telling(text)) lines.add(line);
}

function telling(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) => line.length >= shortestTelling && !/^(import|export type|describe\(|\/\/|\*)/.test(line),
    );
}
