import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import Mocha from 'mocha';
import { openDatabase, type Db } from '../src/database.ts';
import { useTestDb } from '../tests/support/use-test-db.ts';

// A fixture is examined from outside: each probe runs a small suite of its own that uses it, in a
// second Mocha, so that a test of that suite may throw without failing here.

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

function assertPassed({ passed, failed }: Outcome, ...titles: string[]): void {
  assert.deepEqual(failed, [], `A suite that uses the fixture failed. ${failed.join(' ')}`);
  assert.deepEqual(passed, titles, 'Not every test of a suite that uses the fixture was run.');
}

function schemaOf(db: Db): unknown {
  return {
    version: db.pragma('user_version', { simple: true }),
    objects: db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all(),
  };
}

function acceptsAnOrphan(db: Db): boolean {
  try {
    db.prepare('INSERT INTO orders (user_id, total_cents) VALUES (999, 100)').run();
    return true;
  } catch {
    return false;
  }
}

/** While `work` runs, whoever asks for foreign keys to be switched on gets them switched off. */
async function withoutForeignKeys<T>(work: () => Promise<T>): Promise<T> {
  const { pragma } = Database.prototype;
  Database.prototype.pragma = function (source, options) {
    const sabotaged = source.replace(/(foreign_keys\s*=\s*)\S+/i, '$1OFF');
    return pragma.call(this, sabotaged, options);
  };
  try {
    return await work();
  } finally {
    Database.prototype.pragma = pragma;
  }
}

describe('useTestDb', () => {
  it('gives every test a database of its own', async () => {
    const outcome = await runSuite(() => {
      const db = useTestDb();
      const addAndCount = (): void => {
        new UserTable(db()).add('ada');
        assert.equal(new UserTable(db()).count(), 1, 'The rows of another test are here.');
      };
      it('first', addAndCount);
      it('second', addAndCount);
    });

    assertPassed(outcome, 'first', 'second');
  });

  it('keeps to one database within a test', async () => {
    const outcome = await runSuite(() => {
      const db = useTestDb();
      beforeEach(() => {
        new UserTable(db()).add('ada');
      });
      it('sees what its setup stored', () => {
        assert.equal(new UserTable(db()).count(), 1);
      });
    });

    assertPassed(outcome, 'sees what its setup stored');
  });

  it('has the schema that the application makes', async () => {
    let found: unknown;
    const outcome = await runSuite(() => {
      const db = useTestDb();
      it('looks', () => {
        found = schemaOf(db());
      });
    });
    assertPassed(outcome, 'looks');

    const own = openDatabase(':memory:');
    try {
      assert.deepEqual(found, schemaOf(own), 'The schema is not the one openDatabase makes.');
    } finally {
      own.close();
    }
  });

  it('closes the database after a test that passes', async () => {
    const seen: Db[] = [];
    const stillOpen: boolean[] = [];
    const outcome = await runSuite(() => {
      const db = useTestDb();
      it('uses it', () => {
        seen.push(db());
      });
      it('looks back', () => {
        stillOpen.push(...seen.map((used) => used.open));
      });
    });

    assertPassed(outcome, 'uses it', 'looks back');
    assert.deepEqual(stillOpen, [false], 'The database was still open in the next test.');
  });

  it('closes the database after a test that throws', async () => {
    const seen: Db[] = [];
    const outcome = await runSuite(() => {
      const db = useTestDb();
      it('breaks', () => {
        seen.push(db());
        throw new Error('on purpose');
      });
    });

    const failure = outcome.failed.join(' ');
    assert.equal(failure, 'breaks: on purpose', `The suite failed otherwise. ${failure}`);
    const stillOpen = seen.map((used) => used.open);
    assert.deepEqual(stillOpen, [false], 'The database of the failed test is still open.');
  });

  it('runs no test without foreign keys', async () => {
    let accepted: boolean | undefined;
    const suite = (): void => {
      const db = useTestDb();
      it('tries an orphan', () => {
        accepted = acceptsAnOrphan(db());
      });
    };

    // First as things are, so that a fixture which never runs a test is not praised for it.
    const usual = await runSuite(suite);
    assertPassed(usual, 'tries an orphan');
    assert.equal(accepted, false, 'An order for nobody was accepted.');

    accepted = undefined;
    await withoutForeignKeys(() => runSuite(suite));
    assert.notEqual(accepted, true, 'A test ran on a connection that accepts an order for nobody.');
  });
});

/** Plain SQL on the users table, so that these probes depend on no repository. */
class UserTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add(username: string): void {
    const sql = "INSERT INTO users (username, email, role) VALUES (?, 'x@example.com', 'user')";
    this.#db.prepare(sql).run(username);
  }

  count(): unknown {
    return this.#db.prepare('SELECT count(*) FROM users').pluck().get();
  }
}
