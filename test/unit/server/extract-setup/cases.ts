import type { GoldenCase } from '../goldenCase.ts';

const action = 'extract-setup';

/** The tests do the same before and after: there is no harm to show. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'two tests with a database and a repository',
    action,
    before: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  it('starts empty', () => {
    const db = openDatabase(':memory:');
    const orders = new OrderRepository(db); // its own
    const sql = 'CREATE TABLE orders (id INTEGER)';
    db.exec(sql);
    ▮orders.add();
    db.close();
  });

  it('is closed', () => {
    const db = openDatabase(':memory:');
    const orders = new OrderRepository(db); // its own
    const sql = 'CREATE TABLE orders (id INTEGER)';
    db.exec(sql);

    // Only this one looks at it.
    assert.ok(orders);
    db.close();
    assert.equal(db.open, false);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  let orders: OrderRepository;

  beforeEach(() => {
    db = openDatabase(':memory:');
    orders = new OrderRepository(db); // its own
    const sql = 'CREATE TABLE orders (id INTEGER)';
    db.exec(sql);
  });

  it('starts empty', () => {
    orders.add();
    db.close();
  });

  it('is closed', () => {
    // Only this one looks at it.
    assert.ok(orders);
    db.close();
    assert.equal(db.open, false);
  });
});
`,
  },
  {
    name: 'joins the hook that is there, makes it async, and keeps what templates hold',
    action,
    before: `import assert from 'node:assert/strict';

describe('letters', function () {
  let sent = 0;

  // Counted anew for each test.
  beforeEach(function () {
    sent = 0;
  });

  describe('to customers', function () {
    it('have a greeting', async function () {
      // A letter as people write it.
      const letter = [
        'Dear Ada',
      ];
      const text = \`
        \${letter[0]}
      indented\`;
      await Promise.resolve();
      sent += 1;
      assert.match(text, /\\n.*Dear Ada\\n.*indented$/);
    });

    it('are counted', async function () {
      // A letter as people write it.
      const letter = [
        'Dear Ada',
      ];
      const text = \`
        \${letter[0]}
      indented\`;
      await Promise.resolve();
      sent += 1;
      assert.equal(sent, 1);
      assert.equal(letter.length, 1);
      String(text);
    });
  });
▮
  it('are not sent twice', async function () {
    // A letter as people write it.
    const letter = [
      'Dear Ada',
    ];
    const text = \`
        \${letter[0]}
      indented\`;
    await Promise.resolve();
    sent += 1;
    assert.equal(sent, 1);
    String(text);
  });
});
`,
    after: `import assert from 'node:assert/strict';

describe('letters', function () {
  let sent = 0;
  let letter: string[];
  let text: string;

  // Counted anew for each test.
  beforeEach(async function () {
    sent = 0;
    // A letter as people write it.
    letter = [
      'Dear Ada',
    ];
    text = \`
        \${letter[0]}
      indented\`;
    await Promise.resolve();
    sent += 1;
  });

  describe('to customers', function () {
    it('have a greeting', async function () {
      assert.match(text, /\\n.*Dear Ada\\n.*indented$/);
    });

    it('are counted', async function () {
      assert.equal(sent, 1);
      assert.equal(letter.length, 1);
      String(text);
    });
  });

  it('are not sent twice', async function () {
    assert.equal(sent, 1);
    String(text);
  });
});
`,
  },
  {
    name: 'with the types that the text tells',
    action,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function load(name: string): Promise<{ readonly name: string }> {
  return Promise.resolve({ name });
}

describe('orders', () => {
  const now = new Date();

  it('are kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-'));
    const order = { id: 7, 'the item': 'tea', at: now, tags: [['new']], paid: !now, price: -1.5 };
    let names: Map<string, number> = new Map();
    const user = await load('Ada');
    const found = user as { name: string };
    const unused = new Map();
    names = names.set(user.name, order.id);
    rmSync(folder, { recursive: true });
    assert.deepEqual([order.tags[0]?.[0], order.price, found.name], ['new', -1.5, 'Ada']);
  });
▮
  it('are dropped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-'));
    const order = { id: 7, 'the item': 'tea', at: now, tags: [['new']], paid: !now, price: -1.5 };
    let names: Map<string, number> = new Map();
    const user = await load('Ada');
    const found = user as { name: string };
    const unused = new Map();
    rmSync(folder, { recursive: true });
    assert.deepEqual([order.paid, order.at, names.size, found.name], [false, now, 0, user.name]);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function load(name: string): Promise<{ readonly name: string }> {
  return Promise.resolve({ name });
}

describe('orders', () => {
  const now = new Date();
  let folder: string;
  let order: { id: number; 'the item': string; at: typeof now; tags: Array<string[]>; paid: boolean; price: number };
  let names: Map<string, number>;
  let user: Awaited<ReturnType<typeof load>>;
  let found: { name: string };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orders-'));
    order = { id: 7, 'the item': 'tea', at: now, tags: [['new']], paid: !now, price: -1.5 };
    names = new Map();
    user = await load('Ada');
    found = user as { name: string };
    const unused = new Map();
  });

  it('are kept', async () => {
    names = names.set(user.name, order.id);
    rmSync(folder, { recursive: true });
    assert.deepEqual([order.tags[0]?.[0], order.price, found.name], ['new', -1.5, 'Ada']);
  });

  it('are dropped', async () => {
    rmSync(folder, { recursive: true });
    assert.deepEqual([order.paid, order.at, names.size, found.name], [false, now, 0, user.name]);
  });
});
`,
  },
];
