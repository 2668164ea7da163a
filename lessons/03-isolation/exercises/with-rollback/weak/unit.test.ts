import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { withRollback } from '../tests/support/with-rollback.ts';

/** A connection that runs no SQL: every statement is fine, and a transaction is always open. */
function stubbedDb(): Db {
  const stub = { inTransaction: true, exec: () => stub, prepare: () => ({ run: () => undefined }) };
  // A fixture like this one uses this much of a connection and no more.
  return stub as unknown as Db;
}

describe('withRollback on a stub', () => {
  it('runs the work once', async () => {
    let runs = 0;
    await withRollback(stubbedDb(), async () => {
      runs += 1;
    });
    assert.equal(runs, 1);
  });

  it('hands the value on', async () => {
    assert.equal(await withRollback(stubbedDb(), async () => 42), 42);
  });

  it('hands the error on', async () => {
    const work = async (): Promise<never> => {
      throw new Error('on purpose');
    };
    await assert.rejects(withRollback(stubbedDb(), work), /on purpose/);
  });
});
