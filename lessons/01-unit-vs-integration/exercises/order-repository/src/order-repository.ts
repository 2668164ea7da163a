import type { Db } from './database.ts';
import type { Item, Order, OrderStore } from './order.ts';

const selectOrders = `
  SELECT
    orders.id,
    orders.user_id AS userId,
    orders.status,
    (
      SELECT COALESCE(SUM(order_items.price_cents * order_items.quantity), 0)
      FROM order_items
      WHERE order_items.order_id = orders.id
    ) AS totalCents
  FROM orders`;

/** Keeps orders in SQLite. */
export class OrderRepository implements OrderStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  create(order: { readonly userId: number }): Order {
    const { lastInsertRowid } = this.#db
      .prepare("INSERT INTO orders (user_id, status) VALUES (@userId, 'pending')")
      .run({ userId: order.userId });
    const id = Number(lastInsertRowid);
    return { id, userId: order.userId, totalCents: 0, status: 'pending' };
  }

  addItem(orderId: number, item: Item): void {
    this.#db
      .prepare(
        `INSERT INTO order_items (order_id, price_cents, quantity)
         VALUES (@orderId, @priceCents, @quantity)`,
      )
      .run({ orderId, priceCents: item.priceCents, quantity: item.quantity });
  }

  findById(id: number): Order | undefined {
    return this.#db.prepare<[number], Order>(`${selectOrders} WHERE orders.id = ?`).get(id);
  }

  listByUser(userId: number): Order[] {
    return this.#db
      .prepare<[number], Order>(`${selectOrders} WHERE orders.user_id = ? ORDER BY orders.id`)
      .all(userId);
  }
}
