import type { GoldenCase } from '../goldenCase.ts';

const action = 'insert-assertion';
// What is inserted fails until somebody says what is expected: that is the wrong assertion of these cases.
const harm = 'false-pass';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a result that nobody looks at',
    action,
    harm,
    before: `import assert from 'node:assert/strict';

const add = (a = 0, b = 0) => a + b;

describe('add', () => {
  it('adds', () => {
    const sum = add(1, 2); // three
  });

  it('adds nothing', () => {
    assert.equal(add(0, 0), 0);
  });
});
`,
    after: `import assert from 'node:assert/strict';

const add = (a = 0, b = 0) => a + b;

describe('add', () => {
  it('adds', () => {
    const sum = add(1, 2); // three
    assert.equal(sum, 'expected');
  });

  it('adds nothing', () => {
    assert.equal(add(0, 0), 0);
  });
});
`,
  },
  {
    name: 'no result and no import',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

describe('orders', function () {
  it('stores rows', async function () {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER)');
    db.close();
  });
});
`,
    after: `import Database from 'better-sqlite3';
import assert from 'node:assert/strict';

describe('orders', function () {
  it('stores rows', async function () {
    const db = new Database(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER)');
    db.close();
    assert.equal('actual', 'expected');
  });
});
`,
  },
];
