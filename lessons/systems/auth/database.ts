import Database from 'better-sqlite3';

export type Db = Database.Database;

/**
 * Applied in this order, each once per file. Append to the list; never edit what has shipped.
 *
 * Later migrations may add columns and tables. The tables `accounts` and `sessions` stay.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
  ) STRICT;

  CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    expires_at INTEGER NOT NULL
  ) STRICT;
  `,
];

/**
 * Opens a database and brings its schema up to date. The caller closes it.
 *
 * @param file path of the database, or `:memory:` for one that is private to the connection
 */
export function openDatabase(file: string): Db {
  const db = new Database(file, { timeout: 500 });
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
  if (applied >= migrations.length) return;
  const applyMissing = db.transaction(() => {
    for (const migration of migrations.slice(applied)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  });
  applyMissing();
}
