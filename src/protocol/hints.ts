import type { HygieneRule } from './runEvents.ts';

/**
 * One step of a hint ladder. `concept`: what it is about. `place`: where to look. `code`: what to write, almost.
 * `fault`: the seeded fault itself, a unified diff.
 */
export interface HintStep {
  readonly kind: 'concept' | 'place' | 'code' | 'fault';
  /** Plain text with `code` between backticks; a diff for `fault`. */
  readonly text: string;
}

/** What the page knows of a ladder: only the steps that were asked for. */
export interface ShownHints {
  readonly exercise: string;
  /** One of `hintKeys`. */
  readonly key: string;
  /** How many steps there are; the model answer comes after them. */
  readonly total: number;
  readonly shown: readonly HintStep[];
}

/** Names of ladders, by which a page asks for a step and the extension remembers it. They are stored: keep them. */
export const hintKeys = {
  /** The exercise's own, whatever the verdict. */
  exercise: 'exercise',
  variant: 'variant',
  polluter: 'polluter',
  trial: 'trial',
  leak: (rule: HygieneRule): string => (rule === 'order-dependence' ? 'needs-another' : `leak:${rule}`),
  /** @param id the fault's, as the manifest names it: numbers change when a course is updated. */
  fault: (id: string): string => `fault:${id}`,
} as const;
