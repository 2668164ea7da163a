import assert from 'node:assert/strict';
import Mocha from 'mocha';
import { lookupTables, openDatabase, type Db } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';
import { resetAroundEach, resetDatabase } from '../tests/support/reset-database.ts';

// The hooks are examined from outside: a probe runs a small suite of its own in a second Mocha, so
// that a test of that suite may throw without failing here.

interface Outcome {
  passed: string[];
  /** `title: message` of each test or hook that failed. */
  failed: string[];
}

/** What Mocha's BDD interface puts on the global object. */
const bddNames = [
  ...['describe', 'context', 'xdescribe', 'xcontext', 'it', 'specify', 'xit', 'xspecify'],
  ...['before', 'after', 'beforeEach', 'afterEach', 'run'],
];

async function runSuite(define: () => void): Promise<Outcome> {
  // The base reporter prints nothing.
  const inner = new Mocha({ reporter: Mocha.reporters.Base, timeout: 1000 });
  // The BDD functions are looked up by name, and nothing here cares what they are.
  const scope = globalThis as unknown as Record<string, unknown>;
  const outer = bddNames.map((name) => [name, scope[name]] as const);
  // From here on the global functions, and those imported from 'mocha', add to the inner suite.
  inner.suite.emit('pre-require', globalThis, 'inner suite', inner);
  try {
    define();
  } finally {
    for (const [name, value] of outer) scope[name] = value;
  }

  const outcome: Outcome = { passed: [], failed: [] };
  await new Promise<void>((resolve) => {
    const runner = inner.run(() => resolve());
    runner.on('pass', (test) => outcome.passed.push(test.title));
    runner.on('fail', (test, error: Error) => {
      outcome.failed.push(`${test.title}: ${error.message}`);
    });
  });
  return outcome;
}

/** The names of all tables but the lookup tables. */
function tablesToEmpty(db: Db): string[] {
  const names = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => name);
  return names.filter((name) => !name.startsWith('sqlite_') && !lookupTables.includes(name));
}

/** The tables that hold rows, without the lookup tables. */
function tablesInUse(db: Db): string[] {
  const count = (table: string) => db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
  return tablesToEmpty(db).filter((table) => count(table) !== 0);
}

function placeAnOrder(db: Db): void {
  const { id } = new UserRepository(db).create({ username: 'ada', email: 'ada@example.com' });
  const goods = { product: 'Mug', quantity: 1, goodsCents: 1000 };
  new OrderRepository(db).create({ userId: id, zone: 'home', ...goods });
}

function lookupRows(db: Db): unknown {
  return lookupTables.map((table) => db.prepare(`SELECT * FROM "${table}"`).all());
}

describe('resetDatabase', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('empties tables that refer to each other', () => {
    placeAnOrder(db);

    assert.doesNotThrow(() => resetDatabase(db));

    assert.deepEqual(tablesInUse(db), [], 'These tables still hold rows.');
  });

  it('keeps the rows that are part of the schema', () => {
    const rows = lookupRows(db);

    resetDatabase(db);

    assert.deepEqual(lookupRows(db), rows, 'The rows of the lookup tables have changed.');
  });

  it('empties a table that a later migration has added', () => {
    db.exec("CREATE TABLE coupons (code TEXT) STRICT; INSERT INTO coupons (code) VALUES ('SPRING')");

    resetDatabase(db);

    assert.deepEqual(tablesInUse(db), [], 'These tables still hold rows.');
  });

  it('leaves foreign keys switched off where they were', () => {
    db.pragma('foreign_keys = OFF');

    resetDatabase(db);

    assert.equal(db.pragma('foreign_keys', { simple: true }), 0, 'Somebody has switched foreign keys on.');
  });

  it('goes on enforcing foreign keys', () => {
    resetDatabase(db);

    const orphan = "INSERT INTO orders (user_id, zone_code, total_cents) VALUES (9, 'home', 1)";
    assert.throws(() => db.exec(orphan), 'An order for nobody was accepted after the reset.');
  });

  it('throws when rows cannot be deleted', () => {
    placeAnOrder(db);
    db.exec(`
      CREATE TRIGGER keep_lines BEFORE DELETE ON order_lines
      BEGIN SELECT RAISE(ABORT, 'order lines are kept on purpose'); END;
    `);

    assert.throws(() => resetDatabase(db), 'Rows stayed, and nobody was told.');
  });
});

describe('resetAroundEach', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('asks for the database only when a test is about to run', async () => {
    let calls = 0;
    let early = 0;

    await runSuite(() => {
      resetAroundEach(() => {
        calls += 1;
        return db;
      });
      early = calls;
      it('runs', () => undefined);
    });

    assert.equal(early, 0, 'It asked while the suite was being described.');
  });

  it('clears away what an earlier run has left', async () => {
    placeAnOrder(db);
    let found: string[] = [];

    const outcome = await runSuite(() => {
      resetAroundEach(() => db);
      it('looks', () => {
        found = tablesInUse(db);
      });
    });

    assert.deepEqual(outcome, { passed: ['looks'], failed: [] });
    assert.deepEqual(found, [], 'The first test found rows in these tables.');
  });

  it('leaves nothing behind a test that passes', async () => {
    const outcome = await runSuite(() => {
      resetAroundEach(() => db);
      it('orders', () => placeAnOrder(db));
    });

    assert.deepEqual(outcome, { passed: ['orders'], failed: [] });
    assert.deepEqual(tablesInUse(db), [], 'After the suite these tables hold rows.');
  });

  it('leaves nothing behind a test that throws', async () => {
    const outcome = await runSuite(() => {
      resetAroundEach(() => db);
      it('breaks', () => {
        placeAnOrder(db);
        throw new Error('on purpose');
      });
    });

    assert.deepEqual(outcome, { passed: [], failed: ['breaks: on purpose'] });
    assert.deepEqual(tablesInUse(db), [], 'After the suite these tables hold rows.');
  });

  it('leaves to each test what its own setup stored', async () => {
    const outcome = await runSuite(() => {
      resetAroundEach(() => db);
      beforeEach(() => placeAnOrder(db));
      const countsOne = (): void => assert.equal(new OrderRepository(db).count(), 1);
      it('first', countsOne);
      it('second', countsOne);
    });

    assert.deepEqual(outcome, { passed: ['first', 'second'], failed: [] });
  });
});
