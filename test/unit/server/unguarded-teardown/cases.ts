import type { GoldenCase } from '../goldenCase.ts';

const action = 'guard-teardown';
const harm = 'failing-test';

export const cases: readonly GoldenCase[] = [
  {
    name: 'a setup that skips the suite',
    action,
    harm,
    before: `import Database from 'better-sqlite3';

const isWanted = process.argv.includes('--with-database');

describe('orders', () => {
  let db: Database.Database;

  before(function () {
    if (!isWanted) this.skip();
    db = new Database(':memory:');
  });

  after(() => {
    db.close(); // ours
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';

const isWanted = process.argv.includes('--with-database');

describe('orders', () => {
  let db: Database.Database;

  before(function () {
    if (!isWanted) this.skip();
    db = new Database(':memory:');
  });

  after(() => {
    db?.close(); // ours
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'several in one hook, awaited, returned and in brackets',
    action,
    harm,
    onlyLanguages: ['typescript'],
    before: `import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import Database from 'better-sqlite3';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';

suite('orders', () => {
  let server: Server;
  let db: Database.Database | undefined;

  suiteSetup(async function () {
    if (process.argv.length > 0) this.skip();
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    db = new Database(':memory:');
  });

  suiteTeardown(async () => {
    await Promise.all([server.close()]);
    return db!
      ['close']();
  });

  test('starts empty', () => {});
});
`,
    after: `import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import Database from 'better-sqlite3';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';

suite('orders', () => {
  let server: Server;
  let db: Database.Database | undefined;

  suiteSetup(async function () {
    if (process.argv.length > 0) this.skip();
    server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    db = new Database(':memory:');
  });

  suiteTeardown(async () => {
    await Promise.all([server?.close()]);
    return db
      ?.['close']();
  });

  test('starts empty', () => {});
});
`,
  },
];
