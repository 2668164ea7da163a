import type { Db } from '../../src/database.ts';

/**
 * The fixture of this exercise. A test gives it the database that the whole suite shares, and its
 * work, `fn`. What it promises:
 *
 * - when the returned promise settles, the database holds what it held before, and no transaction
 *   is open: after work that resolved, and after work that threw;
 * - nothing is taken back before the work has settled, however long it takes;
 * - the result is that of the work: the value it resolved with, or the very error it threw;
 * - the work may use `db.transaction` as ever. What a transaction inside the work undoes is undone
 *   at once; what it keeps lasts until the work has settled.
 */
export function withRollback<T>(db: Db, fn: () => Promise<T>): Promise<T> {
  return Promise.reject(new Error('Not written yet. Open tests/support/with-rollback.ts.'));
}
