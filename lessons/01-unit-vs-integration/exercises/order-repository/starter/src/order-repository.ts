import type { Db } from './database.ts';
import type { Item, Order, OrderStore } from './order.ts';

/** Keeps orders in SQLite. What each method promises is written down in `OrderStore`. */
export class OrderRepository implements OrderStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  create(order: { readonly userId: number }): Order {
    throw new Error(`create is not written yet (called for user ${order.userId}).`);
  }

  // This one is finished, as an example: named columns, bound parameters, nothing glued into SQL.
  addItem(orderId: number, item: Item): void {
    this.#db
      .prepare(
        `INSERT INTO order_items (order_id, price_cents, quantity)
         VALUES (@orderId, @priceCents, @quantity)`,
      )
      .run({ orderId, priceCents: item.priceCents, quantity: item.quantity });
  }

  findById(id: number): Order | undefined {
    throw new Error(`findById is not written yet (called for order ${id}).`);
  }

  listByUser(userId: number): Order[] {
    throw new Error(`listByUser is not written yet (called for user ${userId}).`);
  }
}
