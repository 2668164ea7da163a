import type { GoldenCase } from '../goldenCase.ts';

const action = 'match-teardown-level';

export const cases: readonly GoldenCase[] = [
  {
    name: 'opened once, closed after each test',
    action,
    harm: 'failing-test',
    before: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  before(() => {
    db = new Database(':memory:');
  });

  afterEach(() => {
    // ours
    db?.close();
  });

  it('has a table', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  it('starts empty', () => {
    db.prepare('SELECT id FROM orders').all();
  });
});
`,
    after: `import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  before(() => {
    db = new Database(':memory:');
  });

  after(() => {
    // ours
    db?.close();
  });

  it('has a table', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  it('starts empty', () => {
    db.prepare('SELECT id FROM orders').all();
  });
});
`,
  },
  {
    name: 'opened before each test, closed once',
    action,
    harm: 'open-database',
    before: `import { setup, suite, suiteTeardown, test } from 'mocha';
import Database from 'better-sqlite3';

suite('orders', function () {
  let db: Database.Database;

  setup(function () {
    db = new Database(':memory:');
  });

  suiteTeardown(() => db?.close());

  test('has a table', function () {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  test('starts empty', function () {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import { setup, suite, suiteTeardown, test, teardown } from 'mocha';
import Database from 'better-sqlite3';

suite('orders', function () {
  let db: Database.Database;

  setup(function () {
    db = new Database(':memory:');
  });

  teardown(() => db?.close());

  test('has a table', function () {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  test('starts empty', function () {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'beside other things, into the hook that is there',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

describe('orders', () => {
  let server: Server;
  let asked = 0;

  before(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    asked = 0;
  });

  afterEach(async () => {
    asked += 1;

    server?.close();
  });

  it('are asked for', () => {
    assert.ok(server.address());
  });

  it('are asked for again', () => {
    assert.ok(server.address());
    assert.equal(asked, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

describe('orders', () => {
  let server: Server;
  let asked = 0;

  before(async () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    asked = 0;
    server?.close();
  });

  afterEach(async () => {
    asked += 1;
  });

  it('are asked for', () => {
    assert.ok(server.address());
  });

  it('are asked for again', () => {
    assert.ok(server.address());
    assert.equal(asked, 1);
  });
});
`,
  },
  {
    name: 'closed by the hook of an inner suite, awaited',
    action,
    harm: 'failing-test',
    before: `import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  before(() => {
    db = openDatabase(':memory:');
  });

  describe('of a customer', () => {
    afterEach(async () => await db?.close());

    it('are counted', () => {
      db.exec('SELECT 1');
    });

    it('are counted again', () => {
      db.exec('SELECT 1');
    });
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(async () => {
    await db?.close();
  });

  describe('of a customer', () => {
    it('are counted', () => {
      db.exec('SELECT 1');
    });

    it('are counted again', () => {
      db.exec('SELECT 1');
    });
  });
});
`,
  },
];
