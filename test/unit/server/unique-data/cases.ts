import type { GoldenCase } from '../goldenCase.ts';

const action = 'unique-data';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an address that two tests give to their user',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

describe('users', () => {
  let db: Database.Database;

  before(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT)');
  });

  after(() => {
    db?.close();
  });

  it('are added', () => {
    const result = db.prepare('INSERT INTO users (email, name) VALUES (?, ?)').run('ada@example.com', 'Ada');
    assert.equal(result.changes, 1);
  });

  it('are found', () => {
    db.prepare('INSERT INTO users (email, name) VALUES (?, ?)').run('ada@▮example.com', 'Ada');
    const rows = db.prepare('SELECT * FROM users').all();
    assert.equal(rows.length, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { randomUUID } from 'node:crypto';

describe('users', () => {
  let db: Database.Database;

  before(() => {
    db = new Database(':memory:');
    db.exec('CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT)');
  });

  after(() => {
    db?.close();
  });

  it('are added', () => {
    const result = db.prepare('INSERT INTO users (email, name) VALUES (?, ?)').run('ada@example.com', 'Ada');
    assert.equal(result.changes, 1);
  });

  it('are found', () => {
    db.prepare('INSERT INTO users (email, name) VALUES (?, ?)').run(\`ada-\${randomUUID()}@example.com\`, 'Ada');
    const rows = db.prepare('SELECT * FROM users').all();
    assert.equal(rows.length, 2);
  });
});
`,
  },
  {
    name: 'a value that the test looks for again',
    action,
    // Whether another run meets it cannot be shown within one.
    before: `import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

const names = new Set();

describe('articles', () => {
  it('have a number', () => {
    const hash = createHash('sha1');

    // One like any other.
    const article = { name: 'tea', sku: '▮tea-\\\\1', state: 'new' };
    names.add(article.sku);
    const same = { sku: 'tea-\\\\1' };
    assert.ok(names.has('tea-\\\\1'));
    assert.equal(same.sku, article.sku);
    hash.end();
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';

const names = new Set();

describe('articles', () => {
  it('have a number', () => {
    const hash = createHash('sha1');
    const sku = \`tea-\\\\1-\${randomUUID()}\`;

    // One like any other.
    const article = { name: 'tea', sku, state: 'new' };
    names.add(article.sku);
    const same = { sku };
    assert.ok(names.has(sku));
    assert.equal(same.sku, article.sku);
    hash.end();
  });
});
`,
  },
];
