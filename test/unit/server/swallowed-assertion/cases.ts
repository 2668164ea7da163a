import type { GoldenCase } from '../goldenCase.ts';

const action = 'expect-error';
const harm = 'false-pass';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a promise that should be rejected',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

const pay = async (cents = 0) => cents;

describe('payments', () => {
  it('are declined', async () => {
    try {
      await pay(1);
    } catch (error) {
      // by the bank
      assert.ok(error instanceof TypeError);
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';

const pay = async (cents = 0) => cents;

describe('payments', () => {
  it('are declined', async () => {
    await assert.rejects(pay(1), (error) => {
      // by the bank
      assert.ok(error instanceof TypeError);
      return true;
    });
  });
});
`,
  },
  {
    name: 'several statements that wait',
    action,
    harm,
    before: `import { strict as assert } from 'node:assert';

const pay = async (cents = 0) => cents;

describe('payments', function () {
  it('are declined', async function () {
    try {
      const cents = await pay(1);
      await pay(cents); // twice
    } catch (error) {
      assert.match(String(error), /declined/);
    }
  });
});
`,
    after: `import { strict as assert } from 'node:assert';

const pay = async (cents = 0) => cents;

describe('payments', function () {
  it('are declined', async function () {
    await assert.rejects(async () => {
      const cents = await pay(1);
      await pay(cents); // twice
    }, (error) => {
      assert.match(String(error), /declined/);
      return true;
    });
  });
});
`,
  },
  {
    name: 'code that should throw',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are refused', () => {
    for (const text of ['1', '2']) {
      try {
        JSON.parse(text);
      } catch (error) {
        assert.ok(error instanceof SyntaxError);
      }
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('numbers', () => {
  it('are refused', () => {
    for (const text of ['1', '2']) {
      assert.throws(() => {
        JSON.parse(text);
      }, (error) => {
        assert.ok(error instanceof SyntaxError);
        return true;
      });
    }
  });
});
`,
  },
];
