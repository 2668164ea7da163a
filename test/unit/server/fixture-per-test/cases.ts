import type { GoldenCase } from '../goldenCase.ts';

const action = 'fixture-per-test';

/** `▮` is the cursor. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'calls the hooks otherwise where nothing else is in them',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('items', () => {
  let db: Database.Database;

  // A table of our own.
  before(() => {
    db = new Database▮(':memory:'); // in memory
    db.exec('CREATE TABLE items (name TEXT)');
  });

  after(() => {
    db?.close();
  });

  it('adds one', () => {
    db.prepare('INSERT INTO items VALUES (1)').run();
    assert.equal(db.prepare('SELECT * FROM items').all().length, 1);
  });

  it('adds another', () => {
    db.prepare('INSERT INTO items VALUES (2)').run();
    assert.equal(db.prepare('SELECT * FROM items').all().length, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('items', () => {
  let db: Database.Database;

  // A table of our own.
  beforeEach(() => {
    db = new Database(':memory:'); // in memory
    db.exec('CREATE TABLE items (name TEXT)');
  });

  afterEach(() => {
    db?.close();
  });

  it('adds one', () => {
    db.prepare('INSERT INTO items VALUES (1)').run();
    assert.equal(db.prepare('SELECT * FROM items').all().length, 1);
  });

  it('adds another', () => {
    db.prepare('INSERT INTO items VALUES (2)').run();
    assert.equal(db.prepare('SELECT * FROM items').all().length, 1);
  });
});
`,
  },
  {
    name: 'made before, and released after, what tests have already',
    action,
    before: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  let count = 0;

  // Opened once.
  before(() => {
    // Nothing on disk.
    db = openDatabase(':memory:');
  });

  beforeEach(() => {
    // Counted anew.
    count = 0;
    db.exec('CREATE TABLE IF NOT EXISTS items (name TEXT)');
  });

  afterEach(() => {
    db.exec('DELETE FROM items');
  });

  // Closed once.
  after(() => db.clo▮se());

  it('counts', () => {
    count += 1;
    assert.equal(count, 1);
  });

  it('is open', () => {
    assert.ok(db.open);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  let count = 0;

  beforeEach(() => {
    // Opened once.
    // Nothing on disk.
    db = openDatabase(':memory:');

    // Counted anew.
    count = 0;
    db.exec('CREATE TABLE IF NOT EXISTS items (name TEXT)');
  });

  afterEach(() => {
    db.exec('DELETE FROM items');
    // Closed once.
    db.close();
  });

  it('counts', () => {
    count += 1;
    assert.equal(count, 1);
  });

  it('is open', () => {
    assert.ok(db.open);
  });
});
`,
  },
  {
    name: 'what belongs together, and nothing else',
    action,
    before: `import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  let orders: OrderRepository;
  const server = createServer();

  before(async () => {
    server.listen(0);
    await once(server, 'listening');

    // The shop's database.
    d▮b = openDatabase(':memory:');
    orders = new OrderRepository(db); // with its tables
  });

  after(async () => {
    // It may never have been opened.
    db?.close();
    server.close();
    await once(server, 'close');
  });

  it('adds', () => {
    orders.add();
    assert.ok(server.listening);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { openDatabase } from '../src/databaseENDING';
import { OrderRepository } from '../src/ordersENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;
  let orders: OrderRepository;
  const server = createServer();

  before(async () => {
    server.listen(0);
    await once(server, 'listening');
  });

  beforeEach(() => {
    // The shop's database.
    db = openDatabase(':memory:');
    orders = new OrderRepository(db); // with its tables
  });

  after(async () => {
    server.close();
    await once(server, 'close');
  });

  afterEach(() => {
    // It may never have been opened.
    db?.close();
  });

  it('adds', () => {
    orders.add();
    assert.ok(server.listening);
  });
});
`,
  },
];
