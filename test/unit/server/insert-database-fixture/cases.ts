import type { GoldenCase } from '../goldenCase.ts';

const action = 'insert-database-fixture';

/** `▮` is the cursor. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'imports the package',
    action,
    harm: undefined,
    before: `import assert from 'node:assert/strict';

describe('orders', () => {
  ▮it('adds up', () => {
    assert.equal(1 + 1, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)');
  });

  afterEach(() => {
    db?.close();
  });

  it('adds up', () => {
    assert.equal(1 + 1, 2);
  });
});
`,
  },
  {
    name: 'leaves a directive in front',
    action,
    harm: undefined,
    onlyLanguages: ['commonjs'],
    before: `'use strict';

describe('orders', () => {
  ▮it('adds up', () => {});
});
`,
    after: `'use strict';
const Database = require('better-sqlite3');

describe('orders', () => {
  let db;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)');
  });

  afterEach(() => {
    db?.close();
  });

  it('adds up', () => {});
});
`,
  },
  {
    name: 'uses the import and the hook that are there',
    action,
    harm: undefined,
    before: `import SQLite from 'better-sqlite3';

describe('versions', () => {
  it('has one', () => {
    new SQLite(':memory:').close();
  });
});

describe('orders', () => {
  let count = 0;
▮
  afterEach(() => {
    count = 0;
  });

  it('adds up', () => {
    count += 1;
  });
});
`,
    after: `import SQLite from 'better-sqlite3';

describe('versions', () => {
  it('has one', () => {
    new SQLite(':memory:').close();
  });
});

describe('orders', () => {
  let count = 0;
  let db: SQLite.Database;

  beforeEach(() => {
    db = new SQLite(':memory:');
    db.exec('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)');
  });

  afterEach(() => {
    count = 0;
    db?.close();
  });

  it('adds up', () => {
    count += 1;
  });
});
`,
  },
  {
    name: 'opens as the project does',
    action,
    harm: undefined,
    before: `import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  beforeEach(() => {
    String(openDatabase);
  });
▮
  it('adds up', () => {});
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';

describe('orders', () => {
  let db: ReturnType<typeof openDatabase>;

  beforeEach(() => {
    String(openDatabase);
  });

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db?.close();
  });

  it('adds up', () => {});
});
`,
  },
];
