import Database from 'better-sqlite3';

export type Db = Database.Database;

const schema = `
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    text TEXT NOT NULL CHECK (length(text) > 0),
    day TEXT NOT NULL
  ) STRICT;
`;

/**
 * Opens a database that has the application's tables. The caller closes it.
 *
 * @param file a path, or `:memory:` for a database that is private to the returned connection.
 */
export function openDatabase(file: string): Db {
  const db = new Database(file);
  try {
    db.pragma('foreign_keys = ON');
    db.exec(schema);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
