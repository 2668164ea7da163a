import assert from 'node:assert/strict';
import { catchesText } from '../../../src/extension/attempts/catchesText.ts';
import type { ComparedSuite } from '../../../src/course/grading/comparedSuites.ts';

const translate = (text: string, ...args: (string | number)[]): string =>
  text.replaceAll(/\{(\d)\}/g, (_, index) => String(args[Number(index)]));

const suite = (...tests: readonly (readonly string[])[]): ComparedSuite => ({
  caughtBy: tests.map((by, index) => ({ fault: `f${index}`, tests: by })),
  tests: 2,
  durationMs: 12.6,
  lines: 30,
});

describe('the page of what tests catch', () => {
  const titles = new Map([['f0', 'columns swapped']]);
  const text = catchesText(
    'Repositories',
    titles,
    [
      { title: 'Yours', suite: suite(['stores', 'lists'], []) },
      { title: 'The model answer', suite: suite(['keeps'], ['refuses']) },
    ],
    translate,
  );

  it('has a row for each fault, and tells one without a title by its number', () => {
    assert.match(text, /^\| Fault \| Yours \| The model answer \|$/m);
    assert.match(text, /^\| columns swapped \| stores<br>lists \| keeps \|$/m);
    assert.match(text, /^\| fault 2 \| \*\*not caught\*\* \| refuses \|$/m);
  });

  it('counts', () => {
    assert.match(text, /^\| Faults caught \| 1 \\\/ 2 \| 2 \\\/ 2 \|$/m);
    assert.match(text, /^\| Time of the tests \| 13 ms \| 13 ms \|$/m);
  });

  it('takes no markup from titles of tests', () => {
    const hostile = 'a | b](command:x) <img src=x> `c`\n| d';
    const page = catchesText('X', titles, [{ title: 'Yours', suite: suite([hostile]) }], translate);
    const row = page.split('\n').find((line) => line.startsWith('| columns')) ?? '';
    assert.equal(row.split(/(?<!\\)\|/).length, 4, row);
    assert.doesNotMatch(row, /(?<!\\)[<`[\]](?!br>)/);
  });
});
