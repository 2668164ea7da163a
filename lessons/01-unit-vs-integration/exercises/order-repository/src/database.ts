import Database from 'better-sqlite3';

export type Db = Database.Database;

/**
 * Each entry is run once, in order; `user_version` remembers how many have been.
 *
 * Later migrations may add columns or move them, so queries name the columns they use.
 *
 * `status` has no default: which status an order begins with is a decision of the repository. And a
 * CHECK lets NULL through, so the schema does not notice a repository that forgets to decide.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL
  ) STRICT;

  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT CHECK (status IN ('pending', 'paid'))
  ) STRICT;

  CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    quantity INTEGER NOT NULL CHECK (quantity > 0)
  ) STRICT;
  `,
];

/**
 * Opens a database and brings its schema up to date. The caller closes it.
 *
 * @param file a path, or `:memory:` for a database that is private to the returned connection.
 */
export function openDatabase(file: string): Db {
  const db = new Database(file);
  try {
    // better-sqlite3 is compiled with foreign keys on, other SQLite drivers are not: say it anyway.
    db.pragma('foreign_keys = ON');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Db): void {
  const done = Number(db.pragma('user_version', { simple: true }));
  db.transaction(() => {
    for (const migration of migrations.slice(done)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  })();
}
