import { starterFiles, type Exercise } from '../exercise.ts';

/** Titles of the tests that come with the starter: supplied unit tests are there to be compared with, not to catch. */
export function suppliedTitles(exercise: Exercise): Set<string> {
  return new Set([...starterFiles(exercise).values()].flatMap(titlesIn));
}

/** Titles of the tests in a source. */
function titlesIn(source: string): string[] {
  return [...source.matchAll(/\b(?:it|specify)\s*\(\s*(['"`])(.*?)\1/g)].map(([, , title = '']) => title);
}
