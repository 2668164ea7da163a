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

  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    stock INTEGER NOT NULL CHECK (stock >= 0)
  ) STRICT;

  CREATE TABLE carts (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id)
  ) STRICT;

  CREATE TABLE cart_lines (
    cart_id INTEGER NOT NULL REFERENCES carts (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (cart_id, product_id)
  ) STRICT;

  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    cart_id INTEGER NOT NULL REFERENCES carts (id),
    total_cents INTEGER NOT NULL,
    status TEXT NOT NULL
      CHECK (status IN ('pending', 'paid', 'payment_failed', 'payment_unknown'))
  ) STRICT;

  CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
    PRIMARY KEY (order_id, product_id)
  ) STRICT;
  `,
];

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
