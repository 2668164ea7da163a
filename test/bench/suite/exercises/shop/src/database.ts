import Database from 'better-sqlite3';

export type Db = Database.Database;

/** Opens a database file, or `:memory:`, with its tables. The caller closes it. */
export function openDatabase(file: string): Db {
  const db = new Database(file);
  db.pragma('foreign_keys = ON');
  db.exec(`
    CREATE TABLE IF NOT EXISTS orders (
      id INTEGER PRIMARY KEY,
      owner TEXT NOT NULL,
      cents INTEGER NOT NULL CHECK (cents > 0),
      status TEXT NOT NULL DEFAULT 'open'
    ) STRICT;
    CREATE TABLE IF NOT EXISTS payments (
      order_id INTEGER PRIMARY KEY REFERENCES orders (id),
      receipt TEXT NOT NULL
    ) STRICT;
  `);
  return db;
}
