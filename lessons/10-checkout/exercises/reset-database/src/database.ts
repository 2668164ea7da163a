import Database from 'better-sqlite3';

export type Db = Database.Database;

/** Applied in this order, each once per file. Append to the list; never edit what has shipped. */
const migrations: readonly string[] = [
  `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE shipping_zones (
    code TEXT PRIMARY KEY,
    fee_cents INTEGER NOT NULL CHECK (fee_cents >= 0)
  ) STRICT;

  INSERT INTO shipping_zones (code, fee_cents) VALUES ('home', 400), ('abroad', 900);
  `,
  `
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    zone_code TEXT NOT NULL REFERENCES shipping_zones (code),
    total_cents INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0)
  ) STRICT;
  `,
];

/**
 * Tables whose rows are part of the schema: migrations write them, nobody else does, and the shop
 * cannot work without them. A migration that brings another one adds its name here.
 */
export const lookupTables: readonly string[] = ['schema_migrations', 'shipping_zones'];

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
  const applyMissing = db.transaction(() => {
    db.exec('CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY) STRICT');
    const applied = new Set(db.prepare('SELECT number FROM schema_migrations').pluck().all());
    const remember = db.prepare('INSERT INTO schema_migrations (number) VALUES (?)');
    for (const [index, migration] of migrations.entries()) {
      if (applied.has(index + 1)) continue;
      db.exec(migration);
      remember.run(index + 1);
    }
  });
  applyMissing.immediate();
}
