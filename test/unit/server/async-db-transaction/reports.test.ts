import assert from 'node:assert/strict';
import { dropTransactionAsync } from '../../../../src/server/actions/dropTransactionAsync.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { fixText } from '../../../../src/server/lint.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { asyncDbTransaction } from '../../../../src/server/rules/asyncDbTransaction.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import Database from 'better-sqlite3';
import { openDatabase } from '../src/database.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'a database that a hook opens': `describe('x', () => { let db;
  before(() => { db = new Database(':memory:'); });
  it('a', () => {
    db.transaction(async () => { await 1; })(); // ←
    const store = db.transaction(async function () {}); // ←
  });
});`,
  'a database by its type': `import type { Database as Handle } from 'better-sqlite3';
let db: Database.Database; let other: Handle | undefined;
const run = (open) => { db = open(); other = open(); };
it('a', () => {
  db.transaction(async () => {}); // ←
  other!.transaction(async () => {}); // ←
});`,
  'a factory of the file': `function open() { const db = new Database(':memory:'); return db; }
it('a', () => {
  const db = open();
  db.transaction(async () => {}); // ←
});`,
  'a factory of the project, where the result is called': `it('a', () => {
  const db = openDatabase(':memory:');
  db.transaction(async () => {})(); // ←
  db.transaction(async () => {}).immediate(); // ←
  const store = db.transaction(async () => {}); // ←
  store();
});`,
  'a function by name': `const db = new Database(':memory:');
async function store() {}
it('a', () => { db.transaction(store); }); // ←`,
};

const silent: Readonly<Record<string, string>> = {
  'a synchronous function': `const db = new Database(':memory:');
it('a', () => { db.transaction(() => {})(); db.transaction(function () {})(); });`,
  'other libraries': `import knex from 'knex';
import { drizzle } from 'drizzle-orm/better-sqlite3';
const db = knex({}); const orm = drizzle(new Database(':memory:'));
it('a', async () => {
  await db.transaction(async (trx) => { await trx('users'); });
  await orm.transaction(async (tx) => { await tx.insert(); });
});`,
  'a factory of the project that may open anything': `const db = openDatabase('x');
it('a', async () => { await db.transaction(async (trx) => { await trx.save(); }); });`,
  'a factory of the project whose database is used as one that takes its time': `it('a', async () => {
  const db = await openDatabase('x'); const other = openDatabase('y');
  db.transaction(async () => {})();
  await other.transaction(async () => {})();
  other.transaction(async () => { await other.run('DELETE'); })();
  const store = other.transaction(async () => {}); await store();
});`,
  'a name that may hold something else': `import { pool } from './pool.ts';
let db = new Database(':memory:');
before(() => { db = pool; });
it('a', () => { db.transaction(async () => {}); });`,
  'a parameter and a property': `it('a', () => { const use = (db) => db.transaction(async () => {}); use(1); });
it('b', function () { this.db.transaction(async () => {}); });`,
  'an unknown function': `import { store } from './store.ts';
const db = new Database(':memory:');
it('a', () => { db.transaction(store); });`,
  'a test that it throws': `import assert from 'node:assert/strict';
const db = new Database(':memory:');
it('a', () => { assert.throws(() => db.transaction(async () => {})(), TypeError); });`,
  'node:sqlite, which has none': `import { DatabaseSync } from 'node:sqlite';
const db = new DatabaseSync(':memory:');
it('a', () => { db.transaction(async () => {})(); });`,
  'a file without tests': `const db = new Database(':memory:');
db.transaction(async () => {});`,
};

/** Where the fix says why it cannot help. */
const refused: Readonly<Record<string, readonly [text: string, reason: RegExp]>> = {
  'it awaits': [`db.transaction(async () => { await 1; })();`, /awaits in line 4/],
  'it loops over promises': [
    `db.transaction(async () => { for await (const x of []) db.exec(x); })();`,
    /awaits/,
  ],
  'its type says promise': [`db.transaction(async (): Promise<void> => {})();`, /return type/],
  'it is used elsewhere': [`const f = async () => {}; db.transaction(f); f();`, /elsewhere/],
};

describe('async-db-transaction', () => {
  describe('reports an async function', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('async-db-transaction', head + text));
    }
  });

  describe('is silent about', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => assertReported('async-db-transaction', head + text));
    }
  });

  describe('keeps `async` and says why', () => {
    for (const [name, [text, reason]] of Object.entries(refused)) {
      it(name, () => {
        const source = `${head}const db = new Database(':memory:');\nit('a', () => { ${text} });\n`;
        const file = readTestFile(typescriptParser, 'a.test.ts', source, {});
        const [finding] = findingsOf(asyncDbTransaction, file);
        assert.ok(finding);
        const [offer] = dropTransactionAsync.offers(file, finding);
        const edit = offer?.edit();
        assert.ok(edit !== undefined && !edit.possible);
        assert.match(edit.reason, reason);
        assert.equal(fixText('a.test.ts', source).text, source);
      });
    }
  });

  it('lets functions inside wait', () => {
    const text = (word: string): string =>
      `${head}const db = new Database(':memory:');\nit('a', () => { db.transaction(${word}() => { db.on(async () => { await 1; }); }); });\n`;
    assert.equal(fixText('a.test.ts', text('async ')).text, text(''));
  });
});
