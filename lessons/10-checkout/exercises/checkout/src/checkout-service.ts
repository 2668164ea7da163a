import { CartService } from './cart-service.ts';
import type { CartLine } from './cart-service.ts';
import type { Db } from './database.ts';
import { OrderRepository } from './orders.ts';
import type { Order, OrderStatus } from './orders.ts';
import { PaymentDeclinedError } from './payment-gateway.ts';
import type { Payment, PaymentGateway } from './payment-gateway.ts';
import { calculateTotal } from './total.ts';

/** A cart asks for more pieces of a product than are left. */
export class OutOfStockError extends Error {
  override readonly name = 'OutOfStockError';
}

/**
 * Takes a customer from a full cart to a paid order.
 *
 * Left open on purpose: which ids orders get, the sequence of lists, which tables there are, and the
 * words of messages.
 */
export class CheckoutService {
  readonly #db: Db;
  readonly #payments: PaymentGateway;
  readonly #carts: CartService;
  readonly #orders: OrderRepository;

  constructor({ db, payments }: { db: Db; payments: PaymentGateway }) {
    this.#db = db;
    this.#payments = payments;
    this.#carts = new CartService(db);
    this.#orders = new OrderRepository(db);
  }

  /**
   * Makes a `pending` order of what the cart holds, and takes the pieces out of stock. The cart keeps
   * its content until the order is paid.
   *
   * Throws for an empty cart, and `OutOfStockError` if any product is short: then there is no order,
   * and the stock of every product is what it was.
   */
  createOrderFromCart(cartId: number): Order {
    return this.#atomically(() => {
      const lines = this.#carts.items(cartId);
      if (lines.length === 0) throw new Error(`Cart ${cartId} is empty or does not exist.`);
      const { lastInsertRowid } = this.#db
        .prepare(
          `INSERT INTO orders (user_id, cart_id, total_cents, status)
           SELECT user_id, id, @totalCents, 'pending' FROM carts WHERE id = @cartId`,
        )
        .run({ cartId, totalCents: calculateTotal(lines) });
      const orderId = Number(lastInsertRowid);
      for (const line of lines) this.#addLine(orderId, line);
      return this.#find(orderId);
    });
  }

  /**
   * Charges what the order cost when it was made, though prices may have changed since.
   *
   * - Charged: the order is `paid`, and the cart it was made from is empty. Other carts keep what
   *   they hold.
   * - Declined: rejects with `PaymentDeclinedError`. The order is `payment_failed`, its pieces are
   *   back in stock, and the cart still holds them, so that the customer can try again.
   * - No clear answer: rejects with `PaymentUnknownError`. The order is `payment_unknown` and keeps
   *   its pieces, for it may have been charged.
   *
   * Rejects for an order that is paid already; nothing is charged then.
   *
   * @param key passed on to the gateway; the same for every attempt to pay this order
   */
  async pay(orderId: number, key: string): Promise<Payment> {
    const order = this.#find(orderId);
    if (order.status !== 'pending' && order.status !== 'payment_unknown') {
      throw new Error(`Order ${orderId} is ${order.status} and cannot be paid.`);
    }
    const payment = await this.#charge(order, key);
    this.#atomically(() => {
      this.#setStatus(orderId, 'paid');
      this.#emptyCart(this.#cartOf(orderId));
    });
    return payment;
  }

  async #charge(order: Order, idempotencyKey: string): Promise<Payment> {
    const charge = { orderId: order.id, amountCents: order.totalCents, idempotencyKey };
    try {
      return await this.#payments.charge(charge);
    } catch (error) {
      this.#atomically(() => {
        const declined = error instanceof PaymentDeclinedError;
        this.#setStatus(order.id, declined ? 'payment_failed' : 'payment_unknown');
        if (declined) this.#returnToStock(order.id);
      });
      throw error;
    }
  }

  /** Everything that `work` writes is stored, or nothing if it throws. */
  #atomically<T>(work: () => T): T {
    return this.#db.transaction(work)();
  }

  #addLine(orderId: number, { productId, quantity, priceCents }: CartLine): void {
    const taken = this.#db
      .prepare(
        `UPDATE products SET stock = stock - @quantity
         WHERE id = @productId AND stock >= @quantity`,
      )
      .run({ productId, quantity });
    if (taken.changes === 0) {
      throw new OutOfStockError(`Fewer than ${quantity} pieces of product ${productId} are left.`);
    }
    this.#db
      .prepare(
        `INSERT INTO order_lines (order_id, product_id, quantity, price_cents)
         VALUES (@orderId, @productId, @quantity, @priceCents)`,
      )
      .run({ orderId, productId, quantity, priceCents });
  }

  #returnToStock(orderId: number): void {
    this.#db
      .prepare(
        `UPDATE products SET stock = stock + line.quantity
         FROM order_lines AS line
         WHERE line.order_id = ? AND line.product_id = products.id`,
      )
      .run(orderId);
  }

  #setStatus(orderId: number, status: OrderStatus): void {
    this.#db.prepare('UPDATE orders SET status = ? WHERE id = ?').run(status, orderId);
  }

  #cartOf(orderId: number): number {
    const cartId = this.#db.prepare('SELECT cart_id FROM orders WHERE id = ?').pluck().get(orderId);
    return Number(cartId);
  }

  #emptyCart(cartId: number): void {
    this.#db.prepare('DELETE FROM cart_lines WHERE cart_id = @cartId').run({ cartId });
  }

  #find(orderId: number): Order {
    const order = this.#orders.findById(orderId);
    if (order === undefined) throw new Error(`There is no order ${orderId}.`);
    return order;
  }
}
