import type { Db } from './database.ts';
import { PaymentDeclinedError } from './payment-gateway.ts';
import type { Payment, PaymentGateway } from './payment-gateway.ts';
import type { Cents, Item } from './total.ts';

export type OrderStatus = 'pending' | 'paid' | 'payment_failed' | 'payment_unknown';

export interface Order {
  readonly id: number;
  readonly userId: number;
  readonly totalCents: Cents;
  readonly status: OrderStatus;
}

/**
 * Takes an order from its creation, `pending`, to its payment.
 *
 * Left open on purpose: which ids orders get, how items are laid out in rows, how they are added
 * up, the text of error messages and of idempotency keys. Tests should not depend on any of these.
 */
export class OrderService {
  readonly #db: Db;
  readonly #payments: PaymentGateway;

  constructor({ db, payments }: { db: Db; payments: PaymentGateway }) {
    this.#db = db;
    this.#payments = payments;
  }

  /** Throws if the user does not exist. */
  createOrder(userId: number): Order {
    const { lastInsertRowid } = this.#db
      .prepare("INSERT INTO orders (user_id, total_cents, status) VALUES (?, 0, 'pending')")
      .run(userId);
    return { id: Number(lastInsertRowid), userId, totalCents: 0, status: 'pending' };
  }

  /**
   * Adds `quantity` pieces at the price the product has now; a later change of price does not reach
   * them. Throws for an unknown product, for a quantity that is not a whole number above 0, and for
   * an order that is no longer `pending`.
   */
  addItem(orderId: number, productId: number, quantity: number): void {
    if (!Number.isSafeInteger(quantity) || quantity < 1) {
      throw new RangeError(`The quantity must be a positive integer, not ${quantity}.`);
    }
    const order = this.#find(orderId);
    if (order.status !== 'pending') {
      throw new Error(`Order ${orderId} is ${order.status} and takes no more items.`);
    }
    const product = this.#db
      .prepare<[number], Pick<Item, 'priceCents'>>(
        `SELECT price_cents AS priceCents
         FROM products WHERE id = ?`,
      )
      .get(productId);
    if (product === undefined) throw new Error(`There is no product ${productId}.`);
    this.#db
      .prepare(
        `INSERT INTO order_items (order_id, product_id, quantity, price_cents)
         VALUES (@orderId, @productId, @quantity, @priceCents)`,
      )
      .run({ orderId, productId, quantity, priceCents: product.priceCents });
  }

  /** What the items of this order cost together, and no others. */
  total(orderId: number): Cents {
    const row = this.#db
      .prepare<{ orderId: number }, { totalCents: Cents }>(
        `SELECT COALESCE(SUM(item.quantity * item.price_cents), 0) AS totalCents
         FROM order_items AS item
         WHERE item.order_id = @orderId`,
      )
      .get({ orderId });
    return row?.totalCents ?? 0;
  }

  /**
   * Charges what the order costs now, and marks this one order `paid`. When the gateway rejects,
   * its error is passed on, and the order is `payment_failed` if the charge was declined and
   * `payment_unknown` after a breakdown. Rejects for an order that is already paid.
   */
  async pay(orderId: number): Promise<Payment> {
    const order = this.#find(orderId);
    if (order.status === 'paid') throw new Error(`Order ${orderId} is already paid.`);
    const amountCents = this.total(orderId);
    const payment = await this.#charge(orderId, amountCents);
    this.#settle(orderId, 'paid', amountCents);
    return payment;
  }

  status(orderId: number): OrderStatus {
    return this.#find(orderId).status;
  }

  async #charge(orderId: number, amountCents: Cents): Promise<Payment> {
    const idempotencyKey = `order-${orderId}`;
    try {
      return await this.#payments.charge({ orderId, amountCents, idempotencyKey });
    } catch (error) {
      const declined = error instanceof PaymentDeclinedError;
      this.#settle(orderId, declined ? 'payment_failed' : 'payment_unknown', 0);
      throw error;
    }
  }

  // A paid order stays paid: a late error must not hide that money has moved.
  #settle(orderId: number, status: OrderStatus, totalCents: Cents): void {
    this.#db
      .prepare(
        `UPDATE orders SET status = @status, total_cents = @totalCents
         WHERE id = @orderId AND status <> 'paid'`,
      )
      .run({ orderId, status, totalCents });
  }

  #find(orderId: number): Order {
    const order = this.#db
      .prepare<[number], Order>(
        `SELECT id, user_id AS userId, total_cents AS totalCents, status
         FROM orders WHERE id = ?`,
      )
      .get(orderId);
    if (order === undefined) throw new Error(`There is no order ${orderId}.`);
    return order;
  }
}
