import type { GoldenCase } from '../goldenCase.ts';

const action = 'loop-to-tests';

// A refactoring: both texts pass. What it is for, that one failure does not hide the others, is no harm to a run.
export const cases: readonly GoldenCase[] = [
  {
    name: 'cases declared in the test',
    action,
    before: `import assert from 'node:assert/strict';

describe('add', () => {
  it('adds', async () => {
    const cases = [
      { name: 'nothing', a: 0, b: 0, sum: 0 },
      { name: 'numbers', a: 1, b: 2, sum: 3 },
    ];

    ▮for (const { name, a, b, sum } of cases) {
      // what is promised
      assert.equal(a + b, sum, name);
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('add', () => {
  const cases = [
    { name: 'nothing', a: 0, b: 0, sum: 0 },
    { name: 'numbers', a: 1, b: 2, sum: 3 },
  ];
  for (const { name, a, b, sum } of cases) {
    it(\`adds: \${name}\`, async () => {
      // what is promised
      assert.equal(a + b, sum, name);
    });
  }
});
`,
  },
  {
    name: 'cases of the file, and plain values',
    action,
    before: `import assert from 'node:assert/strict';

const words = ['a', 'b'];

describe('words', function () {
  it('are short', function () {
    for (const word of words) {
      assert.equal(word.length▮, 1);
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';

const words = ['a', 'b'];

describe('words', function () {
  for (const word of words) {
    it(\`are short: \${word}\`, function () {
      assert.equal(word.length, 1);
    });
  }
});
`,
  },
];
