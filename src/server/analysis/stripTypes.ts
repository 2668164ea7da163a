import { transformSync } from 'amaro';

/**
 * Removes the types of a text as the runner does.
 * @throws what amaro throws for a text that is no TypeScript, or needs more than that to run.
 */
export function stripTypes(text: string, path: string): string {
  return transformSync(text, { mode: 'strip-only', filename: path }).code;
}
