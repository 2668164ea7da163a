import assert from 'node:assert/strict';
import type { ExampleResult, ExampleRound, ExampleState } from '../../../src/protocol/exampleResult.ts';
import { exampleSummary, exampleView } from '../../../src/webview/exampleView.ts';
import { assertShown, hostile } from '../../support/hostileText.ts';
import { english } from './sampleStates.ts';

/** As much of an element as the view makes; what is in it is kept in order. */
class FakeElement {
  readonly children: (FakeElement | string)[] = [];
  readonly attributes: Record<string, string> = {};
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  append(...children: (FakeElement | string)[]): void {
    this.children.push(...children);
  }
  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
}

const round: ExampleRound = {
  order: 'declared',
  tests: [
    { title: 'users › adds', state: 'passed', failure: null },
    { title: 'users › refuses', state: 'failed', failure: { message: 'Error: no', line: 'add(7);' } },
  ],
  leaks: [{ message: 'A database is opened here.', line: 'open();' }],
  problem: null,
};

function ended(...rounds: ExampleRound[]): ExampleState {
  return { name: 'a', running: false, result: { rounds }, error: null };
}

describe('what came of an example', () => {
  const before = Reflect.get(globalThis, 'document');
  beforeEach(() => {
    const make = (name: string): FakeElement => new FakeElement(name);
    Reflect.set(globalThis, 'document', {
      createElement: make,
      createElementNS: (_: string, name: string) => make(name),
      createTextNode: (text: string) => text,
    });
  });
  afterEach(() => Reflect.set(globalThis, 'document', before));

  /** What was made, as lines: an element's name and class, then what is in it, further in. */
  function shown(state: ExampleState): string {
    const lines: string[] = [];
    const add = (node: FakeElement | string, depth: number): void => {
      const indent = '  '.repeat(depth);
      if (typeof node === 'string') lines.push(indent + JSON.stringify(node));
      else if (node.name === 'svg') lines.push(`${indent}${node.attributes['class'] ?? ''}`);
      else {
        const { class: classes, 'aria-label': label } = node.attributes;
        lines.push(
          indent + node.name + (classes ? `.${classes}` : '') + (label === undefined ? '' : ` (${label})`),
        );
        for (const child of node.children) add(child, depth + 1);
      }
    };
    // They are of the class above, whatever their type says.
    for (const node of exampleView(state, english)) add(node as unknown as FakeElement, 0);
    return lines.join('\n');
  }

  it('is a list: each test with its mark, message and line, and what was left behind', () => {
    assert.equal(
      shown(ended(round)),
      `ul.findings (Result of this test)
  li.good
    icon good
    div
      p.finding-text
        "users › adds"
        span.visually-hidden
          ": passed"
  li.bad
    icon bad
    div
      p.finding-text
        "users › refuses"
        span.visually-hidden
          ": failed"
      pre.example-message
        "Error: no"
      p.quiet example-line
        code
          "add(7);"
  li.warning
    icon warning
    div
      p.finding-text
        "Left behind: A database is opened here."
      p.quiet example-line
        code
          "open();"`,
    );
  });

  it('is titled by its order where there are two, and by that alone', () => {
    const two = shown(ended(round, { ...round, order: 'reversed' }));
    assert.match(
      two,
      /^p\.example-order quiet\n {2}"As they are written"\nul\.findings \(As they are written\)/,
    );
    assert.match(
      two,
      /\np\.example-order quiet\n {2}"In reversed order"\nul\.findings \(In reversed order\)/,
    );
    assert.doesNotMatch(shown(ended(round)), /example-order/);
  });

  it('is what kept it from ending, and why there is no result', () => {
    const cancelled = ended({ ...round, tests: [], leaks: [], problem: 'The run was cancelled.' });
    assert.match(shown(cancelled), /li\.bad[^]*"The run was cancelled\."/);
    assert.match(
      shown({ ...ended(), result: null, error: 'Nothing can be started.' }),
      /^p\.example-note\n {2}icon warning\n {2}"Nothing can be started\."$/,
    );
    assert.match(
      shown({ ...ended(round), running: true }),
      /^p\.example-note\n {2}icon active\n {2}"Running"$/,
    );
  });

  it('is text, whatever tests call themselves and say', () => {
    const failure = { message: hostile, line: hostile };
    const evil: ExampleResult = {
      rounds: [
        {
          order: 'declared',
          tests: [{ title: hostile, state: 'errored', failure }],
          leaks: [failure],
          problem: hostile,
        },
      ],
    };
    const all = [
      shown({ ...ended(), result: evil }),
      shown({ ...ended(), result: null, error: hostile }),
    ].join('\n');
    const texts = [...all.matchAll(/^ *(".*")$/gm)].map(([, text = '']) => String(JSON.parse(text)));
    assert.equal(texts.filter((text) => text.includes('<script>')).length, 7);
    for (const text of texts) assertShown(text.replaceAll(/\r?\n/g, ' '));
  });

  it('is told in one sentence', () => {
    assert.equal(exampleSummary(ended(round), english), '1 passed, 1 failed');
    assert.equal(
      exampleSummary(ended(round, { ...round, problem: 'The run was cancelled.' }), english),
      '1 passed, 1 failed; 1 passed, 1 failed, The run was cancelled',
    );
    assert.equal(exampleSummary({ ...ended(), result: null, error: 'It cannot.' }, english), 'It cannot');
  });
});
