import type { Db } from './database.ts';

/** Whole cents. */
export type Cents = number;

export type OrderStatus = 'pending' | 'paid' | 'payment_failed' | 'payment_unknown';

export interface NewProduct {
  name: string;
  priceCents: Cents;
  stock: number;
}

export interface Product extends NewProduct {
  id: number;
}

export interface OrderItem {
  productId: number;
  quantity: number;
}

export interface Order {
  id: number;
  userId: number;
  /** Price times quantity of all its items. */
  totalCents: Cents;
  status: OrderStatus;
}

export function addProduct(db: Db, product: NewProduct): Product {
  const { lastInsertRowid } = db
    .prepare<NewProduct>(
      'INSERT INTO products (name, price_cents, stock) VALUES (@name, @priceCents, @stock)',
    )
    .run(product);
  return { id: Number(lastInsertRowid), ...product };
}

/** How many pieces can be sold. */
export function stockOf(db: Db, productId: number): number {
  const select = db.prepare<[number], number>('SELECT stock FROM products WHERE id = ?').pluck();
  return select.get(productId) ?? 0;
}

/** Stores a pending order at the prices of this moment. It takes nothing from the stock. */
export function createOrder(db: Db, userId: number, items: readonly OrderItem[]): Order {
  const store = db.transaction(() => {
    const { lastInsertRowid } = db.prepare('INSERT INTO orders (user_id) VALUES (?)').run(userId);
    const insertItem = db.prepare(
      `INSERT INTO order_items (order_id, product_id, quantity, price_cents)
       SELECT @orderId, id, @quantity, price_cents FROM products WHERE id = @productId`,
    );
    const orderId = Number(lastInsertRowid);
    for (const { productId, quantity } of items) {
      const { changes } = insertItem.run({ orderId, productId, quantity });
      if (changes === 0) throw new RangeError(`There is no product ${productId}.`);
    }
    return getOrder(db, orderId);
  });
  return store();
}

/** @throws RangeError when there is no such order */
export function getOrder(db: Db, id: number): Order {
  const order = db
    .prepare<[number], Order>(
      `SELECT id, user_id AS userId, status, (
         SELECT COALESCE(SUM(price_cents * quantity), 0) FROM order_items WHERE order_id = orders.id
       ) AS totalCents
       FROM orders WHERE id = ?`,
    )
    .get(id);
  if (order === undefined) throw new RangeError(`There is no order ${id}.`);
  return order;
}
