import Database from 'better-sqlite3';
import { ordersMigration } from './orders.ts';
import { usersMigration } from './users.ts';

export type Db = Database.Database;

/** Applied in this order, each once per file. Append to the list; never edit what has shipped. */
const migrations = [usersMigration, ordersMigration];

/**
 * Opens a database and brings its schema up to date. The caller closes it.
 *
 * @param file path of the database, or `:memory:` for one that is private to the connection
 * @throws SqliteError when the file is locked for too long or is no database
 */
export function openDatabase(file: string): Db {
  // Half a second: whoever waits longer has met a transaction that nobody will end.
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
  // Nothing is written to a current database, so it can be opened while another connection writes.
  if (applied >= migrations.length) return;
  const applyMissing = db.transaction(() => {
    for (const migration of migrations.slice(applied)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  });
  applyMissing();
}
