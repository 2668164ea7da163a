import Database from 'better-sqlite3';

export type Db = Database.Database;

/** How long a statement waits for another connection to finish its transaction. */
const patienceMs = 100;

const schema = `
  CREATE TABLE IF NOT EXISTS products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    -- Negative when an inventory finds fewer pieces than were sold.
    stock INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS sales (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    email TEXT NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1))
  ) STRICT;
`;

/** Opens a database file and makes sure that its tables exist. The caller closes it. */
export function openDatabase(file: string): Db {
  const db = new Database(file, { timeout: patienceMs });
  try {
    db.pragma('foreign_keys = ON');
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Whether a statement failed because another connection was writing for too long. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
