import type { OrderSeed } from '../protocol/runEvents.ts';
import { inOrder } from './orders.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';

export interface LinkModel {
  /** For example `tests/orders.test.ts:12`, or a test's title. */
  readonly text: string;
  /** What the link does, in words. */
  readonly title: string;
  readonly target: LinkTarget;
}

/** A place in the learner's own files. */
export type LinkTarget =
  /** `file`: relative to the exercise folder; `line`: 1-based. */
  | { readonly type: 'line'; readonly file: string; readonly line: number }
  /** `title`: as the grade names the test. */
  | { readonly type: 'test'; readonly title: string }
  /** Not a place but what shows it: an order of the whole exercise, or for null the test of that title alone. */
  | { readonly type: 'runAgain'; readonly seed: OrderSeed | null; readonly title: string };

export function testLink(title: string, text: string, strings: Strings): LinkModel {
  return { text, title: fill(strings.openTest, title), target: { type: 'test', title } };
}

/** None where the file is not known. */
export function lineLinks(file: string, line: number, strings: Strings): LinkModel[] {
  if (file === '') return [];
  const text = line > 0 ? `${file}:${line}` : file;
  return [
    { text, title: fill(strings.openPlace, text), target: { type: 'line', file, line: Math.max(line, 1) } },
  ];
}

/** Runs what has shown a dependence, again. */
export function runAgainLink(seed: OrderSeed | null, title: string, strings: Strings): LinkModel {
  const text =
    seed === null ? fill(strings.runAlone, title) : fill(strings.runInOrder, inOrder(seed, strings));
  return { text, title: text, target: { type: 'runAgain', seed, title } };
}
