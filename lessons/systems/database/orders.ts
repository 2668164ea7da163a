import { failedOn } from './constraint.ts';
import type { Db } from './database.ts';

/** Whole cents. */
export type Cents = number;

export type OrderStatus = 'pending' | 'paid' | 'payment_failed' | 'payment_unknown';

export interface NewOrder {
  userId: number;
  totalCents: Cents;
}

export interface Order extends NewOrder {
  /** A positive integer of the database's choice. */
  id: number;
  /** `pending` for a new order. */
  status: OrderStatus;
}

/** There is no user with the id the order names. */
export class UnknownUserError extends Error {
  override name = 'UnknownUserError';
}

export const ordersMigration = `
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    status TEXT NOT NULL DEFAULT 'pending',
    total_cents INTEGER NOT NULL
  ) STRICT;
`;
const insertOrder = 'INSERT INTO orders (user_id, total_cents) VALUES (@userId, @totalCents)';
const selectOrder = 'SELECT id, user_id AS userId, total_cents AS totalCents, status FROM orders';

/** Orders. Outside a transaction each is stored for good at once. Words of errors are left open. */
export class OrderRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws UnknownUserError when there is no such user */
  create({ userId, totalCents }: NewOrder): Order {
    try {
      const insert = this.#db.prepare<NewOrder>(insertOrder);
      const { lastInsertRowid } = insert.run({ userId, totalCents });
      return { id: Number(lastInsertRowid), userId, totalCents, status: 'pending' };
    } catch (error) {
      if (failedOn('SQLITE_CONSTRAINT_FOREIGNKEY', error)) {
        throw new UnknownUserError(`There is no user ${userId}.`, { cause: error });
      }
      throw error;
    }
  }

  findById(id: number): Order | undefined {
    const sql = `${selectOrder} WHERE id = @id`;
    return this.#db.prepare<{ id: number }, Order>(sql).get({ id });
  }

  /** The orders of one user, in no promised sequence. */
  listByUser(userId: number): Order[] {
    const sql = `${selectOrder} WHERE user_id = @userId`;
    return this.#db.prepare<{ userId: number }, Order>(sql).all({ userId });
  }
}
