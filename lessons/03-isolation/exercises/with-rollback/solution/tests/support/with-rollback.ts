import type { Db } from '../../src/database.ts';

/** Runs `fn` in a transaction of `db` that is never committed, and hands on how it went. */
export async function withRollback<T>(db: Db, fn: () => Promise<T>): Promise<T> {
  // By hand, because db.transaction commits when its function returns, and refuses promises.
  db.exec('BEGIN');
  try {
    return await fn();
  } finally {
    // SQLite ends a transaction by itself after some errors, a full disk for example.
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}
