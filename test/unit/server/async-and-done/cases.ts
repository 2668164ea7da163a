import type { GoldenCase } from '../goldenCase.ts';

const action = 'drop-done';
const harm = 'failing-test';

export const cases: readonly GoldenCase[] = [
  {
    name: 'called at the end',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

describe('orders', () => {
  it('add up', async (done) => {
    const total = await Promise.resolve(3);
    assert.equal(total, 3);

    done(); // over
  });

  it('are empty', async function (done) {
    assert.equal(await Promise.resolve(0), 0);

    done();
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('orders', () => {
  it('add up', async () => {
    const total = await Promise.resolve(3);
    assert.equal(total, 3);

    // over
  });

  it('are empty', async function () {
    assert.equal(await Promise.resolve(0), 0);
  });
});
`,
  },
  {
    name: 'with its error, in a hook and with a type',
    action,
    harm,
    onlyLanguages: ['typescript'],
    before: `import { setup, suite, test } from 'mocha';
import assert from 'node:assert/strict';

suite('orders', () => {
  let total = 0;

  setup(async (done: Mocha.Done) => {
    try {
      total = await Promise.resolve(3);
      done();
    } catch (error) {
      done(error);
    }
  });

  test('add up', async (done: Mocha.Done) => {
    if (total === 3) return done();
    assert.equal(await Promise.resolve(total), 3);
    return done();
  });
});
`,
    after: `import { setup, suite, test } from 'mocha';
import assert from 'node:assert/strict';

suite('orders', () => {
  let total = 0;

  setup(async () => {
    try {
      total = await Promise.resolve(3);
    } catch (error) {
      throw error;
    }
  });

  test('add up', async () => {
    if (total === 3) return;
    assert.equal(await Promise.resolve(total), 3);
  });
});
`,
  },
  {
    name: 'handed to a callback where nothing is awaited',
    action,
    harm,
    before: `describe('orders', () => {
  it('are sent', async (done) => {
    setTimeout(done, 5);
  });
});
`,
    after: `describe('orders', () => {
  it('are sent', (done) => {
    setTimeout(done, 5);
  });
});
`,
  },
];
