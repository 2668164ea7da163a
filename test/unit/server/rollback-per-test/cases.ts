import type { GoldenCase } from '../goldenCase.ts';

const action = 'rollback-per-test';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a database of the suite',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  before(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');
  });

  after(() => {
    db?.close();
  });

  const count = () => db.prepare('SELECT count(*) FROM orders').pluck().get();

  it('adds one', () => {
    const add = db.transaction(() => db.exec('INSERT INTO orders DEFAULT VALUES'));
    add();
    assert.equal(count(), 1);
  });
▮
  it('begins without any', () => {
    assert.equal(count(), 0);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  before(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');
  });

  after(() => {
    db?.close();
  });

  beforeEach(() => {
    db.exec('BEGIN');
  });

  afterEach(() => {
    if (db.inTransaction) db.exec('ROLLBACK');
  });

  const count = () => db.prepare('SELECT count(*) FROM orders').pluck().get();

  it('adds one', () => {
    const add = db.transaction(() => db.exec('INSERT INTO orders DEFAULT VALUES'));
    add();
    assert.equal(count(), 1);
  });

  it('begins without any', () => {
    assert.equal(count(), 0);
  });
});
`,
  },
  {
    name: 'with hooks that use it, from a test of an inner suite',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';

describe('orders', function () {
  let db: ReturnType<typeof openDatabase>;

  before(function () {
    db = openDatabase(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');
  });

  // One to begin with.
  beforeEach(function () {
    db.exec('INSERT INTO orders (id) VALUES (7)'); // always 7
  });

  afterEach(function () {
    assert.equal(db.open, true);
  });

  after(function () {
    db?.close();
  });

  describe('that are there', function () {
    it('are counted', function () {
      assert.ok(▮db.prepare('SELECT * FROM orders').all().length === 1);
    });

    it('can go', function () {
      db.exec('DELETE FROM orders WHERE id = 8');
    });
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';

describe('orders', function () {
  let db: ReturnType<typeof openDatabase>;

  before(function () {
    db = openDatabase(':memory:');
    db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');
  });

  // One to begin with.
  beforeEach(function () {
    db.exec('BEGIN');

    db.exec('INSERT INTO orders (id) VALUES (7)'); // always 7
  });

  afterEach(function () {
    assert.equal(db.open, true);
    if (db.inTransaction) db.exec('ROLLBACK');
  });

  after(function () {
    db?.close();
  });

  describe('that are there', function () {
    it('are counted', function () {
      assert.ok(db.prepare('SELECT * FROM orders').all().length === 1);
    });

    it('can go', function () {
      db.exec('DELETE FROM orders WHERE id = 8');
    });
  });
});
`,
  },
  {
    name: 'in front of a hook without a block, for node:sqlite',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');

describe('orders', () => {
  // One to begin with.
  beforeEach(() => db.exec('INSERT INTO orders (id) VALUES (7)'));
▮
  after(() => db.close());

  it('are counted', () => {
    assert.ok(db.prepare('SELECT * FROM orders').all().length === 1);
  });

  it('can go', () => {
    db.exec('DELETE FROM orders WHERE id = 8');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY)');

describe('orders', () => {
  beforeEach(() => {
    db.exec('BEGIN');
  });

  // One to begin with.
  beforeEach(() => db.exec('INSERT INTO orders (id) VALUES (7)'));

  after(() => db.close());

  afterEach(() => {
    if (db.isTransaction) db.exec('ROLLBACK');
  });

  it('are counted', () => {
    assert.ok(db.prepare('SELECT * FROM orders').all().length === 1);
  });

  it('can go', () => {
    db.exec('DELETE FROM orders WHERE id = 8');
  });
});
`,
  },
];
