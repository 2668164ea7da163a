import type { GoldenCase } from '../goldenCase.ts';

const action = 'remove-only';

/** Each alone: `.only` would keep the tests of every other case from running. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a test',
    action,
    harm: 'lost-test',
    alone: true,
    before: `import assert from 'node:assert/strict';

describe('prices', () => {
  // The one I am working on.
  it.only('adds up', () => {
    assert.equal(1 + 1, 2);
  });

  it('is free', () => {
    assert.equal(0, 0);
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('prices', () => {
  // The one I am working on.
  it('adds up', () => {
    assert.equal(1 + 1, 2);
  });

  it('is free', () => {
    assert.equal(0, 0);
  });
});
`,
  },
  {
    name: 'a suite and a test in it, with mocha imported',
    action,
    harm: 'lost-test',
    alone: true,
    before: `import assert from 'node:assert/strict';
import { describe, it as example } from 'mocha';

describe
  .only('prices', function () {
    example.only('adds up', function () {
      this.timeout(100);
      assert.equal(1 + 1, 2);
    });
    example('is free', () => {});
  });

describe('orders', () => {
  example('starts empty', () => {});
});
`,
    after: `import assert from 'node:assert/strict';
import { describe, it as example } from 'mocha';

describe('prices', function () {
    example('adds up', function () {
      this.timeout(100);
      assert.equal(1 + 1, 2);
    });
    example('is free', () => {});
  });

describe('orders', () => {
  example('starts empty', () => {});
});
`,
  },
];
