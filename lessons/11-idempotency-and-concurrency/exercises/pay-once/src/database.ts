import Database from 'better-sqlite3';

export type Db = Database.Database;

const schema = `
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL CHECK (stock >= 0)
  ) STRICT;

  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending'
      CHECK (status IN ('pending', 'paid', 'payment_failed', 'payment_unknown'))
  ) STRICT;

  CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    price_cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, product_id)
  ) STRICT;

  CREATE TABLE payment_attempts (
    key TEXT PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    outcome TEXT NOT NULL DEFAULT 'unknown' CHECK (outcome IN ('unknown', 'paid', 'declined')),
    payment_id TEXT
  ) STRICT;
`;

/** Opens a new database in memory, with its tables. The caller closes it. */
export function openDatabase(): Db {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  db.exec(schema);
  return db;
}
