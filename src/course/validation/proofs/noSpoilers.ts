import { patchText, solutionFiles, starterFiles, systemFiles, hasGivenSuite } from '../../exercise.ts';
import type { Proof } from '../proof.ts';

/** Shorter lines (closing brackets, `});`, a hook's first line) are the same in any two test files. */
const shortestTelling = 25;

export const noSpoilersProof: Proof = {
  number: 15,
  id: 'no-spoilers',
  title: 'The starter contains no text of the solution or the faults',
  quick: true,
  async check({ exercise }) {
    const starter = starterFiles(exercise);
    const system = systemFiles(exercise);
    const solution = solutionFiles(exercise);
    // What the learner reads anyway: the system under test, and files that solution and starter share whole.
    const open = new Set<string>();
    for (const [path, text] of system) {
      if (!hasGivenSuite(exercise) || starter.get(path) === text) addLines(open, text);
    }
    for (const [path, text] of solution) if (starter.get(path) === text) addLines(open, text);

    const secret = new Map<string, string>();
    for (const [path, text] of solution) {
      if (starter.get(path) === text) continue;
      for (const line of telling(text)) if (!open.has(line)) secret.set(line, `the solution's ${path}`);
    }
    for (const { id } of exercise.manifest.faults) {
      const added = patchText(exercise, 'faults', id)
        .split('\n')
        .filter((line) => line.startsWith('+') && !line.startsWith('+++'))
        .map((line) => line.slice(1))
        .join('\n');
      for (const line of telling(added)) if (!open.has(line)) secret.set(line, `the fault '${id}'`);
    }
    const messages: string[] = [];
    for (const [path, text] of starter) {
      if (solution.get(path) === text || system.get(path) === text) continue;
      for (const line of telling(text)) {
        const source = secret.get(line);
        if (source !== undefined) messages.push(`starter ${path} contains a line of ${source}: ${line}`);
      }
    }
    return messages;
  },
};

function addLines(lines: Set<string>, text: string): void {
  for (const line of telling(text)) lines.add(line);
}

function telling(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestTelling && !/^(import|export type|describe\(|\/\/|\*)/.test(line));
}
