import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../../src/database.ts';

/** Returns the database of the running test. */
type CurrentDb = () => Db;

/** A fresh database for every test of the calling suite, closed again however the test ends. */
export function useNotesDb(): CurrentDb {
  let db: Db | undefined;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db?.close();
    db = undefined;
  });

  return () => {
    assert.ok(db, 'There is a database only while a test runs. Call this inside a test.');
    return db;
  };
}
