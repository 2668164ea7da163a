import type { GoldenCase } from '../goldenCase.ts';

const action = 'drop-async-from-suite';

// Without an `await` nothing is lost yet, so there is no harm to show; with one there is no fix.
export const cases: readonly GoldenCase[] = [
  {
    name: 'an arrow and a function',
    action,
    before: `import assert from 'node:assert/strict';

describe('orders', async () => {
  context('of today', async function () {
    it('add up', async () => {
      assert.equal(await Promise.resolve(3), 3);
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('orders', () => {
  context('of today', function () {
    it('add up', async () => {
      assert.equal(await Promise.resolve(3), 3);
    });
  });
});
`,
  },
  {
    name: 'with a written return type',
    action,
    onlyLanguages: ['typescript'],
    before: `import { suite, test } from 'mocha';
import assert from 'node:assert/strict';

suite('orders', async (): Promise<void> => {
  test('add up', () => {
    assert.equal(1 + 2, 3);
  });
});
`,
    after: `import { suite, test } from 'mocha';
import assert from 'node:assert/strict';

suite('orders', (): void => {
  test('add up', () => {
    assert.equal(1 + 2, 3);
  });
});
`,
  },
];
