import Database from 'better-sqlite3';
import { ordersMigration } from './orders.ts';
import { productsMigration } from './products.ts';
import { reviewsMigration } from './reviews.ts';

export type Db = Database.Database;

/** Applied in this order, each once per file. Append to the list; never edit what has shipped. */
const migrations = [productsMigration, ordersMigration, reviewsMigration];

/**
 * Opens a database and brings its schema up to date. The caller closes it.
 *
 * @param file a path, or `:memory:` for a database that is private to the returned connection
 */
export function openDatabase(file: string): Db {
  const db = new Database(file, { timeout: 500 });
  try {
    // Set for every connection: the default depends on how SQLite was compiled.
    db.pragma('foreign_keys = ON');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Db): void {
  const applied = Number(db.pragma('user_version', { simple: true }));
  if (applied >= migrations.length) return;
  const applyMissing = db.transaction(() => {
    for (const migration of migrations.slice(applied)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  });
  applyMissing();
}
