import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase, type Db } from '../src/database.ts';
import { withRollback } from '../tests/support/with-rollback.ts';

// The fixture is a function, so each probe plays the part of a test that uses it, and then looks at
// the database from outside.
describe('withRollback', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
    add('before');
  });

  afterEach(() => {
    db.close();
  });

  /** Plain SQL, so that these probes depend on no repository. */
  function add(username: string): void {
    const sql = "INSERT INTO users (username, email, role) VALUES (?, 'x@example.com', 'user')";
    db.prepare(sql).run(username);
  }

  function usernames(): unknown[] {
    return db.prepare('SELECT username FROM users ORDER BY username').pluck().all();
  }

  function assertAsBefore(): void {
    assert.equal(db.inTransaction, false, 'A transaction is still open.');
    assert.deepEqual(usernames(), ['before'], 'The database does not hold what it held before.');
  }

  it('takes back what the work has stored, and nothing else', async () => {
    await withRollback(db, async () => {
      add('ada');
      db.prepare("DELETE FROM users WHERE username = 'before'").run();
      assert.deepEqual(usernames(), ['ada'], 'The work does not see what it has stored.');
    });

    assertAsBefore();
  });

  it('takes it back when the work throws', async () => {
    const failed = withRollback(db, async () => {
      add('ada');
      throw new Error('on purpose');
    });
    // What becomes of the error is the business of another probe.
    await failed.catch(() => undefined);

    assertAsBefore();
  });

  it('can be used again after work that threw', async () => {
    const failed = withRollback(db, async () => {
      throw new Error('on purpose');
    });
    await failed.catch(() => undefined);

    const again = withRollback(db, async () => usernames()).catch((error: unknown) => error);

    assert.deepEqual(await again, ['before']);
  });

  it('resolves with the value of the work', async () => {
    const value = { answer: 42 };

    assert.equal(await withRollback(db, async () => value), value);
  });

  it('rejects with the very error of the work', async () => {
    const error = new Error('on purpose');
    const work = async (): Promise<never> => {
      throw error;
    };

    await assert.rejects(withRollback(db, work), (thrown) => {
      assert.equal(thrown, error, 'Another error came out than went in.');
      return true;
    });
  });

  it('waits for work that takes its time', async () => {
    await withRollback(db, async () => {
      await pause(5);
      add('ada');
    });

    assertAsBefore();
  });

  it('lets a transaction of the work undo its own part', async () => {
    const fail = (): void => {
      add('grace');
      throw new Error('on purpose');
    };

    await withRollback(db, async () => {
      add('ada');
      assert.throws(() => db.transaction(fail)(), /on purpose/);
      assert.deepEqual(usernames(), ['ada', 'before'], 'The inner transaction was not undone.');
    });
  });

  it('takes back what a transaction of the work has kept', async () => {
    await withRollback(db, async () => {
      db.transaction(() => add('ada'))();
      assert.deepEqual(usernames(), ['ada', 'before'], 'The inner transaction kept nothing.');
    });

    assertAsBefore();
  });
});
