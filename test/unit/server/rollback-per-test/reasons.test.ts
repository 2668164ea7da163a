import assert from 'node:assert/strict';
import { applied, assertRefused } from '../offeredEdit.ts';

const action = 'rollback-per-test';

/** A suite with a database; `▮` is in its last test. */
function suite(setup: string, test = '', head = ''): string {
  return `import Database from 'better-sqlite3';
import { openDatabase } from '../src/database.ts';
${head}
describe('x', () => {
  let db;
  ${setup}
  it('a', () => { ${test} ▮ });
});
`;
}

const opened = "before(() => { db = new Database(':memory:'); });";

describe(action, () => {
  it('says where it could apply', () => {
    assertRefused(action, "▮describe('x', () => {});", 'Put the cursor inside a suite.');
    assertRefused(action, "describe('x', () => { ▮ (", 'The file has syntax errors. Repair them first.');
    assertRefused(action, suite(''), 'No database is opened once for this suite, in `before`.');
    assertRefused(
      action,
      suite("beforeEach(() => { db = openDatabase(':memory:'); });"),
      'Each test has a database of its own (line 6), so there is nothing to roll back.',
    );
    assertRefused(
      action,
      suite('', "const own = openDatabase(':memory:');"),
      'Each test has a database of its own (line 7), so there is nothing to roll back.',
    );
  });

  it('wants one connection with one name', () => {
    const second = (line: number): string =>
      `Line ${line} opens a second database. It would not see the transaction, or wait for it.`;
    assertRefused(action, suite(opened, "const other = new Database('x');"), second(7));
    assertRefused(
      action,
      suite(opened, 'open();', "function open() { return new Database('x'); }"),
      second(7),
    );
    assertRefused(
      action,
      suite("let other; before(() => { db = openDatabase('a'); other = openDatabase('a'); });"),
      second(6),
    );
    assertRefused(
      action,
      suite("before(() => { use(new Database('a')); });"),
      'The database has no name. Keep it in a variable first.',
    );
    assertRefused(action, suite(opened, 'db = undefined;'), '`db` is opened in several places.');
    assertRefused(
      action,
      suite("before(() => { const db = new Database('a'); });"),
      '`db` cannot be used in hooks of the suite that opens it.',
    );
  });

  it('knows two libraries', () => {
    assertRefused(
      action,
      suite("before(async () => { db = await openDatabase(':memory:'); });"),
      'The database is opened with `await`, so it is neither better-sqlite3 nor node:sqlite.',
    );
    assertRefused(
      action,
      suite("before(() => { db = openDatabase(':memory:'); });"),
      'better-sqlite3 is not installed for this file, so its transactions are unknown.',
      { project: { resolves: () => false } },
    );
  });

  it('stays away from transactions of others, and from what cannot be in one', () => {
    const own = 'Line 7 has a transaction of its own, and transactions cannot be nested.';
    assertRefused(action, suite(opened, "db.exec('begin');"), own);
    assertRefused(action, suite(opened, 'db.prepare(`DELETE FROM a; COMMIT`);'), own);
    assertRefused(action, suite(opened, "const sql = 'SAVEPOINT a';"), own);
    const without = 'Line 7 does what has no effect, or fails, inside a transaction.';
    assertRefused(action, suite(opened, "db.exec('VACUUM');"), without);
    assertRefused(action, suite(opened, "db.pragma('foreign_keys = ON');"), without);
    assertRefused(
      action,
      suite(opened, 'db.transaction(async () => {});'),
      "The transaction in line 7 is async: it would end after the test's own.",
    );
    assertRefused(
      action,
      suite(opened, 'db.transaction(work);', 'const work = async () => {};'),
      "The transaction in line 7 is async: it would end after the test's own.",
    );
  });

  it('stays away from helpers of other files that may do the same', () => {
    const head = "import { cleanAround, inTransaction, seed } from './support.ts';";
    const helper = (line: number): string =>
      `What line ${line} does with the database may be a transaction as well.`;
    assertRefused(action, suite(`${opened}\n  cleanAround(() => db);`, '', head), helper(7));
    assertRefused(action, suite(opened, 'inTransaction(db, () => {});', head), helper(7));
    assert.match(applied(action, suite(opened, 'seed(db);', head)), /db\.exec\('BEGIN'\)/);
  });

  it('lets pass what only looks alike', () => {
    const texts = [
      suite(opened, "db.exec('INSERT INTO begin VALUES (1)'); emitter.on('commit', () => {});"),
      suite(opened, 'db.transaction(() => {})();'),
      suite(`before(() => { db = new Database('a'); db.pragma('foreign_keys = ON'); });`),
      suite(opened).replace("it('a'", "it('ROLLBACK is possible'"),
      `${suite(opened)}\ndescribe('y', () => { it('b', () => { new Database('b').close(); }); });`,
    ];
    for (const text of texts) assert.match(applied(action, text), /db\.exec\('BEGIN'\)/);
  });

  it('goes into the suite that opens the database, also by a function of the file', () => {
    const text = `import Database from 'better-sqlite3';
const open = () => new Database(':memory:');
describe('x', () => {
  const db = open();
  describe('y', () => {
    it('a', () => { ▮db.exec(''); });
  });
});
`;
    assert.match(
      applied(action, text),
      /const db = open\(\);\n\n? {2}beforeEach\(\(\) => \{\n {4}db\.exec\('BEGIN'\);/,
    );
  });
});
