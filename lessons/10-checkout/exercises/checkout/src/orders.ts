import type { Db } from './database.ts';
import type { Cents } from './total.ts';

export type OrderStatus = 'pending' | 'paid' | 'payment_failed' | 'payment_unknown';

export interface Order {
  id: number;
  userId: number;
  totalCents: Cents;
  status: OrderStatus;
}

const selectOrder = 'SELECT id, user_id AS userId, total_cents AS totalCents, status FROM orders';

/** Reads what is stored about orders. `CheckoutService` makes and changes them. */
export class OrderRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  findById(id: number): Order | undefined {
    return this.#db.prepare<[number], Order>(`${selectOrder} WHERE id = ?`).get(id);
  }

  /** The orders of one user, in no promised sequence. */
  listByUser(userId: number): Order[] {
    return this.#db.prepare<[number], Order>(`${selectOrder} WHERE user_id = ?`).all(userId);
  }
}
