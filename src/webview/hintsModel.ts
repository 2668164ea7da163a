import type { HintStep, ShownHints } from '../protocol/hints.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

/** A ladder as a card shows it: what was asked for, and what may be asked for next. */
export interface HintModel {
  readonly key: string;
  /** Heads the disclosure, for example `Hint`. */
  readonly title: string;
  /** For example `1 of 3`; empty before the first. */
  readonly progress: string;
  readonly steps: readonly HintStepModel[];
  /** Says what the button beneath does. */
  readonly next: string;
  /** The step that it asks for, 1-based; null when all are shown and it opens the model answer. */
  readonly nextStep: number | null;
}

export interface HintStepModel {
  /** For example `Where to look`. */
  readonly label: string;
  readonly text: string;
  /** A seeded fault, line by line, instead of words. */
  readonly diff: boolean;
}

/** Null where the extension knows no such ladder. */
export function hintModel(
  hints: readonly ShownHints[],
  exercise: string,
  key: string,
  title: string,
  strings: Strings,
): HintModel | null {
  const ladder = hints.find((one) => one.exercise === exercise && one.key === key);
  if (ladder === undefined) return null;
  const { shown, total } = ladder;
  const done = shown.length >= total;
  return {
    key,
    title,
    progress: shown.length === 0 ? '' : fill(strings.ofTotal, shown.length, total),
    steps: shown.map(({ kind, text }) => ({
      label: labelOf(kind, strings),
      text: text.trimEnd(),
      diff: kind === 'fault',
    })),
    next: done ? strings.compareSolution : shown.length === 0 ? strings.firstHint : strings.nextHint,
    nextStep: done ? null : shown.length + 1,
  };
}

function labelOf(kind: HintStep['kind'], strings: Strings): string {
  return {
    concept: strings.hintConcept,
    place: strings.hintPlace,
    code: strings.hintCode,
    fault: strings.hintFault,
  }[kind];
}

/** What a screen reader is told of the steps that came: each once, however many findings show it. */
export function hintAnnouncement(
  before: readonly ShownHints[],
  after: readonly ShownHints[],
  strings: Strings,
): string {
  return after
    .flatMap(({ exercise, key, total, shown }) => {
      const known = before.find((one) => one.exercise === exercise && one.key === key);
      // A ladder that was not there yet came with a grade, and what is open of it is no news.
      if (known === undefined || shown.length <= known.shown.length) return [];
      const step = shown.at(-1);
      if (step === undefined) return [];
      // Nobody can follow a diff by ear; it can be read line by line where it stands.
      const words = step.kind === 'fault' ? '' : step.text.replaceAll('`', '');
      const place = fill(strings.announceHint, shown.length, total, labelOf(step.kind, strings));
      return [words === '' ? place : `${place} ${words}`];
    })
    .join(' ');
}
