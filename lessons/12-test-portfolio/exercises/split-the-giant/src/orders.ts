import type { Db } from './database.ts';
import { PaymentDeclinedError } from './payment-gateway.ts';
import type { Cents, Payment, PaymentGateway } from './payment-gateway.ts';

export type OrderStatus = 'pending' | 'paid' | 'payment_failed' | 'payment_unknown';

export interface Order {
  id: number;
  userId: number;
  totalCents: Cents;
  status: OrderStatus;
}

export interface NewProduct {
  name: string;
  priceCents: Cents;
}

export interface Product extends NewProduct {
  id: number;
}

/** The products for sale. */
export class Catalogue {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  add({ name, priceCents }: NewProduct): Product {
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO products (name, price_cents) VALUES (?, ?)')
      .run(name, priceCents);
    return { id: Number(lastInsertRowid), name, priceCents };
  }
}

/**
 * Takes an order from its creation, `pending`, to its payment.
 *
 * Left open on purpose: which tables there are, the words of errors, and what an idempotency key
 * looks like.
 */
export class OrderService {
  readonly #db: Db;
  readonly #payments: PaymentGateway;

  constructor({ db, payments }: { db: Db; payments: PaymentGateway }) {
    this.#db = db;
    this.#payments = payments;
  }

  createOrder(userId: number): Order {
    const { lastInsertRowid } = this.#db
      .prepare("INSERT INTO orders (user_id, total_cents, status) VALUES (?, 0, 'pending')")
      .run(userId);
    return { id: Number(lastInsertRowid), userId, totalCents: 0, status: 'pending' };
  }

  /**
   * Adds so many pieces to those of the product that the order has already. Throws for an unknown
   * product.
   */
  addItem(orderId: number, productId: number, qty: number): void {
    if (!Number.isSafeInteger(qty) || qty < 1) {
      throw new RangeError(`The quantity must be a positive integer, not ${qty}.`);
    }
    if (this.status(orderId) !== 'pending') throw new Error(`Order ${orderId} is closed.`);
    const { changes } = this.#db
      .prepare(
        `INSERT INTO order_items (order_id, product_id, quantity, price_cents)
         SELECT @orderId, id, @qty, price_cents FROM products WHERE id = @productId
         ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
      )
      .run({ orderId, productId, qty });
    if (changes === 0) throw new Error(`There is no product ${productId}.`);
  }

  /** What all pieces of this order cost together. */
  total(orderId: number): Cents {
    const total = this.#db
      .prepare('SELECT SUM(quantity * price_cents) FROM order_items WHERE order_id = ?')
      .pluck()
      .get(orderId);
    return Number(total ?? 0);
  }

  /**
   * Charges the total of the order, which is then `paid`. When the gateway declines the charge, its
   * error is passed on, and the order is `payment_failed`. Rejects for an order that is already
   * paid; nothing is charged then.
   */
  async pay(orderId: number): Promise<Payment> {
    if (this.status(orderId) === 'paid') throw new Error(`Order ${orderId} is already paid.`);
    const amountCents = this.total(orderId);
    const payment = await this.#charge(orderId, amountCents);
    this.#settle(orderId, 'paid', amountCents);
    return payment;
  }

  status(orderId: number): OrderStatus {
    const order = this.#db
      .prepare<[number], Pick<Order, 'status'>>('SELECT status FROM orders WHERE id = ?')
      .get(orderId);
    if (order === undefined) throw new Error(`There is no order ${orderId}.`);
    return order.status;
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

  #settle(orderId: number, status: OrderStatus, totalCents: Cents): void {
    this.#db
      .prepare('UPDATE orders SET status = @status, total_cents = @totalCents WHERE id = @orderId')
      .run({ orderId, status, totalCents });
  }
}
