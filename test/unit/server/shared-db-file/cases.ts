import type { GoldenCase } from '../goldenCase.ts';

const action = 'use-memory-database';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a name in the call',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database('orders-test.db'); // in this folder
    db.exec('CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY)');
  });

  afterEach(() => {
    db?.close();
  });

  it('stores an order', () => {
    db.exec('INSERT INTO orders DEFAULT VALUES');
    assert.equal(db.prepare('SELECT * FROM orders').all().length, 1);
  });

  it('starts empty', () => {
    assert.deepEqual(db.prepare('SELECT * FROM orders').all(), []);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:'); // in this folder
    db.exec('CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY)');
  });

  afterEach(() => {
    db?.close();
  });

  it('stores an order', () => {
    db.exec('INSERT INTO orders DEFAULT VALUES');
    assert.equal(db.prepare('SELECT * FROM orders').all().length, 1);
  });

  it('starts empty', () => {
    assert.deepEqual(db.prepare('SELECT * FROM orders').all(), []);
  });
});
`,
  },
  {
    name: 'a path by a constant, in each test, and removed at the end',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../src/databaseENDING';

const file = join(process.cwd(), 'users-test.sqlite');

describe('users', () => {
  after(() => {
    rmSync(file, { force: true });
  });

  it('stores a user', () => {
    const db = openDatabase(file);
    try {
      db.exec('CREATE TABLE users (name TEXT)');
      assert.deepEqual(db.prepare('SELECT * FROM users').all(), []);
    } finally {
      db.close();
    }
  });

  it('has a table of its own', () => {
    const db = openDatabase(file);
    try {
      db.exec('CREATE TABLE users (name TEXT)');
      assert.deepEqual(db.prepare('SELECT * FROM users').all(), []);
    } finally {
      db.close();
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../src/databaseENDING';

const file = join(process.cwd(), 'users-test.sqlite');

describe('users', () => {
  after(() => {
    rmSync(file, { force: true });
  });

  it('stores a user', () => {
    const db = openDatabase(':memory:');
    try {
      db.exec('CREATE TABLE users (name TEXT)');
      assert.deepEqual(db.prepare('SELECT * FROM users').all(), []);
    } finally {
      db.close();
    }
  });

  it('has a table of its own', () => {
    const db = openDatabase(':memory:');
    try {
      db.exec('CREATE TABLE users (name TEXT)');
      assert.deepEqual(db.prepare('SELECT * FROM users').all(), []);
    } finally {
      db.close();
    }
  });
});
`,
  },
];
