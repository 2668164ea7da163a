import type { GoldenCase } from '../goldenCase.ts';

const action = 'drop-transaction-async';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an arrow function in the call',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('accounts', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE accounts (cents INTEGER NOT NULL)');
  });

  afterEach(() => {
    db?.close();
  });

  it('stores both or none', () => {
    const store = db.transaction(async /* both */ () => {
      db.exec('INSERT INTO accounts VALUES (1)');
      db.exec('INSERT INTO accounts VALUES (2)');
    });
    store();
    assert.equal(db.prepare('SELECT * FROM accounts').all().length, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('accounts', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE accounts (cents INTEGER NOT NULL)');
  });

  afterEach(() => {
    db?.close();
  });

  it('stores both or none', () => {
    const store = db.transaction(/* both */ () => {
      db.exec('INSERT INTO accounts VALUES (1)');
      db.exec('INSERT INTO accounts VALUES (2)');
    });
    store();
    assert.equal(db.prepare('SELECT * FROM accounts').all().length, 2);
  });
});
`,
  },
  {
    name: 'a function expression, with a database of the project',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';

describe('accounts', function () {
  it('stores in one go', function () {
    const db = openDatabase(':memory:');
    try {
      db.transaction(async function () {
        db.exec('CREATE TABLE accounts (cents INTEGER NOT NULL)');
      }).immediate();
      assert.deepEqual(db.prepare('SELECT * FROM accounts').all(), []);
    } finally {
      db.close();
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { openDatabase } from '../src/databaseENDING';

describe('accounts', function () {
  it('stores in one go', function () {
    const db = openDatabase(':memory:');
    try {
      db.transaction(function () {
        db.exec('CREATE TABLE accounts (cents INTEGER NOT NULL)');
      }).immediate();
      assert.deepEqual(db.prepare('SELECT * FROM accounts').all(), []);
    } finally {
      db.close();
    }
  });
});
`,
  },
  {
    name: 'a function of the file that nobody else uses',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import SQLite from 'better-sqlite3';

describe('accounts', () => {
  it('stores in one go', () => {
    const db = new SQLite(':memory:');
    const create = async () => {
      db.exec('CREATE TABLE accounts (cents INTEGER NOT NULL)');
    };
    try {
      db.transaction(create)();
      assert.deepEqual(db.prepare('SELECT * FROM accounts').all(), []);
    } finally {
      db.close();
    }
  });
});
`,
    after: `import assert from 'node:assert/strict';
import SQLite from 'better-sqlite3';

describe('accounts', () => {
  it('stores in one go', () => {
    const db = new SQLite(':memory:');
    const create = () => {
      db.exec('CREATE TABLE accounts (cents INTEGER NOT NULL)');
    };
    try {
      db.transaction(create)();
      assert.deepEqual(db.prepare('SELECT * FROM accounts').all(), []);
    } finally {
      db.close();
    }
  });
});
`,
  },
];
