/** A block of code of a page, between two fences. */
export interface Fence {
  /** What stands after the opening fence: a language, then what else is said of it. */
  readonly info: string;
  readonly code: string;
}

/** The blocks of code of a page, in its order, as far as they stand at the edge of the page, as ours do. */
export function fencesOf(markdown: string): Fence[] {
  return [...markdown.matchAll(/^(```+|~~~+)([^\n`]*)\n([^]*?)^\1[^\S\n]*$/gm)].map(
    ([, , info = '', code = '']) => ({ info: info.trim(), code }),
  );
}

/** The example that a block runs, by the word `run=NAME` after its language; null for one that runs nothing. */
export function exampleNamed(info: string): string | null {
  return /\srun=([a-z0-9]+(?:-[a-z0-9]+)*)(?=\s|$)/.exec(info)?.[1] ?? null;
}
