import Database from 'better-sqlite3';
import { usersMigration } from './users.ts';

export type Db = Database.Database;

/** Applied in this order, each once per file. Append to the list; never edit what has shipped. */
const migrations = [usersMigration];

/**
 * Opens a database and brings its schema up to date. The caller closes it.
 *
 * @param file path of the database, or `:memory:` for one that is private to the connection
 */
export function openDatabase(file: string): Db {
  const db = new Database(file);
  try {
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
  const applyMissing = db.transaction(() => {
    for (const migration of migrations.slice(applied)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  });
  applyMissing();
}
