import type { ExamplePlace, ExampleRound, ExampleState, ExampleTest } from '../protocol/exampleResult.ts';
import { element, spoken } from './element.ts';
import { findingItem } from './findingsView.ts';
import { icon } from './icons.ts';
import { fill, type Strings } from './strings.ts';

/** What came of an example, to be shown below its block. */
export function exampleView(
  { running, result, error }: ExampleState,
  strings: Strings,
): readonly HTMLElement[] {
  if (running) return [element('p', { class: 'example-note' }, icon('active'), strings.exampleRunning)];
  if (error !== null) return [element('p', { class: 'example-note' }, icon('warning'), error)];
  const rounds = result?.rounds ?? [];
  return rounds.flatMap((round) => roundView(round, rounds.length > 1, strings));
}

/** For a screen reader: how many passed and failed, in each round. */
export function exampleSummary({ result, error }: ExampleState, strings: Strings): string {
  if (error !== null) return error.replace(/\.$/, '');
  return (result?.rounds ?? [])
    .map(({ tests, problem }) => {
      const of = (state: ExampleTest['state']): number => tests.filter((test) => test.state === state).length;
      const counts = [fill(strings.passed, of('passed')), fill(strings.failed, of('failed'))];
      return [...counts, ...(problem === null ? [] : [problem.replace(/\.$/, '')])].join(', ');
    })
    .join('; ');
}

function roundView(round: ExampleRound, titled: boolean, strings: Strings): HTMLElement[] {
  const { order, tests, leaks, problem } = round;
  const title = order === 'declared' ? strings.exampleAsWritten : strings.exampleReversed;
  const items = [
    ...tests.map((test) => testView(test, strings)),
    ...leaks.map((leak) => item('warning', fill(strings.exampleLeft, leak.message), null, leak.line)),
    ...(problem === null ? [] : [item('bad', problem, null, null)]),
  ];
  return [
    ...(titled ? [element('p', { class: 'example-order quiet' }, title)] : []),
    element('ul', { class: 'findings', 'aria-label': titled ? title : strings.exampleResult }, ...items),
  ];
}

function testView({ title, state, failure }: ExampleTest, strings: Strings): HTMLElement {
  if (state === 'passed') return item('good', title, null, null, strings.examplePassed);
  const word = state === 'failed' ? strings.exampleFailed : strings.exampleCouldNot;
  return item('bad', title, failure, failure?.line ?? null, word);
}

function item(
  tone: 'good' | 'bad' | 'warning',
  text: string,
  failure: ExamplePlace | null,
  line: string | null,
  word = '',
): HTMLElement {
  return findingItem(
    tone,
    [text, word === '' ? null : spoken(`: ${word}`)],
    failure === null ? null : element('pre', { class: 'example-message' }, failure.message),
    line === null ? null : element('p', { class: 'quiet example-line' }, element('code', {}, line)),
  );
}
