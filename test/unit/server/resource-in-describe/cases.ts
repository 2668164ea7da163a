import type { GoldenCase } from '../goldenCase.ts';

const action = 'move-into-before';

/** The body of a skipped suite runs and its hooks do not, so nothing releases what the body has acquired. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'a database with what is made from it',
    action,
    harm: 'open-database',
    before: `import Database from 'better-sqlite3';
import { OrderRepository } from '../src/ordersENDING';

describe.skip('orders', () => {
  const db = new Database(':memory:'); // shared
  db.exec(\`
CREATE TABLE orders (
    id INTEGER)\`);
  const orders = new OrderRepository(db);
  const count = 1;

  after(() => {
    db.close();
  });

  it('starts empty', () => {
    for (let i = 0; i < count; i += 1) orders.add();
  });
});
`,
    after: `import Database from 'better-sqlite3';
import { OrderRepository } from '../src/ordersENDING';

describe.skip('orders', () => {
  let db: Database.Database; // shared
  let orders: OrderRepository;
  const count = 1;

  before(() => {
    db = new Database(':memory:');
    db.exec(\`
CREATE TABLE orders (
    id INTEGER)\`);
    orders = new OrderRepository(db);
  });

  after(() => {
    db?.close();
  });

  it('starts empty', () => {
    for (let i = 0; i < count; i += 1) orders.add();
  });
});
`,
  },
  {
    name: 'joins a hook that is there, in front',
    action,
    harm: 'open-database',
    before: `import { openDatabase } from '../src/databaseENDING';

describe.skip('orders', () => {
  const db = openDatabase(':memory:');

  before(async () => {
    // one table
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  after(() => db.close());

  it('starts empty', () => {
    db.exec('SELECT id FROM orders');
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';

describe.skip('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  before(async () => {
    db = openDatabase(':memory:');

    // one table
    db.exec('CREATE TABLE orders (id INTEGER)');
  });

  after(() => db?.close());

  it('starts empty', () => {
    db.exec('SELECT id FROM orders');
  });
});
`,
  },
  {
    name: 'an assignment, in a file without empty lines',
    action,
    harm: 'open-database',
    before: `import { suite, suiteTeardown, test } from 'mocha';
import Database from 'better-sqlite3';
suite.skip('orders', function () {
  let db: Database.Database;
  db = new Database(
    ':memory:',
  );
  suiteTeardown(function () {
    db.close();
  });
  test('starts empty', function () {
    db.exec('SELECT 1');
  });
});
`,
    after: `import { suite, suiteTeardown, test, suiteSetup } from 'mocha';
import Database from 'better-sqlite3';
suite.skip('orders', function () {
  let db: Database.Database;
  suiteSetup(function () {
    db = new Database(
      ':memory:',
    );
  });
  suiteTeardown(function () {
    db?.close();
  });
  test('starts empty', function () {
    db.exec('SELECT 1');
  });
});
`,
  },
  {
    name: 'a server that starts while tests are collected',
    action,
    harm: 'keeps-running',
    before: `import { createServer } from 'node:http';

describe.skip('orders', () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');

  after(() => {
    server.close();
  });

  it('answers', () => {
    server.getMaxListeners();
  });
});
`,
    after: `import { createServer } from 'node:http';

describe.skip('orders', () => {
  const server = createServer();
  before(() => {
    server.listen(0, '127.0.0.1');
  });

  after(() => {
    server.close();
  });

  it('answers', () => {
    server.getMaxListeners();
  });
});
`,
  },
  {
    name: 'an interval',
    action,
    harm: 'keeps-running',
    before: `describe.skip('a clock', () => {
  const timer = setInterval(() => {}, 5);

  after(() => {
    clearInterval(timer);
  });

  it('ticks', () => {
    String(timer);
  });
});
`,
    after: `describe.skip('a clock', () => {
  let timer: ReturnType<typeof setInterval>;

  before(() => {
    timer = setInterval(() => {}, 5);
  });

  after(() => {
    clearInterval(timer);
  });

  it('ticks', () => {
    String(timer);
  });
});
`,
  },
];
