import type { GoldenCase } from '../goldenCase.ts';

const action = 'inline-setup';

/** The test does the same before and after: there is no harm to show. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a database, a repository and a counter',
    action,
    before: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  let orders: OrderRepository;
  let count: number; // of orders

  ▮beforeEach(() => {
    // In memory.
    db = openDatabase(':memory:');
    orders = new OrderRepository(db);
    count = 0;

    const sql = 'CREATE TABLE orders (id INTEGER)';
    db.exec(sql);
  });

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    // Nobody has ordered.
    orders.add();
    count += 1;
    assert.equal(count, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  // of orders

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    // In memory.
    db = openDatabase(':memory:');
    const orders = new OrderRepository(db);
    let count: number = 0;

    const sql = 'CREATE TABLE orders (id INTEGER)';
    db.exec(sql);
    // Nobody has ordered.
    orders.add();
    count += 1;
    assert.equal(count, 1);
  });
});
`,
  },
  {
    name: 'a promise that the hook returns, and a test on one line',
    action,
    before: `import assert from 'node:assert/strict';

const seeded: string[] = [];

async function seed() {
  await Promise.resolve();
  seeded.push('Ada');
}

describe('users', function () {
  beforeEach(function () {▮
    return seed();
  });

  describe('of today', function () {
    it('are there', function () { assert.equal(seeded.length, 1); });
  });
});
`,
    after: `import assert from 'node:assert/strict';

const seeded: string[] = [];

async function seed() {
  await Promise.resolve();
  seeded.push('Ada');
}

describe('users', function () {
  describe('of today', function () {
    it('are there', async function () { await seed(); assert.equal(seeded.length, 1); });
  });
});
`,
  },
  {
    name: 'values that only one of two tests reads',
    action,
    before: `import assert from 'node:assert/strict';

describe('users', () => {
  let user: string;
  let since: Date;

  beforeEach(() => {
    user = \`
      Ada\`;
    since = new ▮Date(0);
  });

  it('have a name', () => {
    assert.match(user, /Ada/);
    assert.equal(since.getTime(), 0);
  });

  it('may be nobody', () => {
    assert.ok(true);
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('users', () => {
  it('have a name', () => {
    const user = \`
      Ada\`;
    const since = new Date(0);
    assert.match(user, /Ada/);
    assert.equal(since.getTime(), 0);
  });

  it('may be nobody', () => {
    assert.ok(true);
  });
});
`,
  },
];
