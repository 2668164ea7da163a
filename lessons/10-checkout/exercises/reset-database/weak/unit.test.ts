import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { resetAroundEach, resetDatabase } from '../tests/support/reset-database.ts';

/** A database without tables: it notes what it is told and deletes nothing. */
function stubbedDb() {
  const told: string[] = [];
  const none = { all: () => [], get: () => undefined, pluck: () => none, run: () => undefined };
  const stub: unknown = {
    prepare: () => none,
    exec: (sql: string) => told.push(sql),
    pragma: (source: string) => told.push(source),
    transaction: (work: () => void) => work,
  };
  // A reset uses this much of a connection and no more.
  return { db: stub as Db, told };
}

describe('the reset on a stub', () => {
  const { db, told } = stubbedDb();

  resetAroundEach(() => db);

  it('returns without an error', () => {
    assert.doesNotThrow(() => resetDatabase(db));
  });

  it('drops no table', () => {
    assert.ok(!told.some((sql) => sql.startsWith('DROP')));
  });
});
