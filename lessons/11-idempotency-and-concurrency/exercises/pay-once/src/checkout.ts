import type { Db } from './database.ts';
import { getOrder, type OrderItem, type OrderStatus } from './orders.ts';
import { PaymentDeclinedError, type Payment, type PaymentGateway } from './payment-gateway.ts';

/** There are not enough pieces left. Nothing was charged, and nothing has changed. */
export class OutOfStockError extends Error {
  override name = 'OutOfStockError';
}

/** Another call is paying this order at this moment. */
export class PaymentInProgressError extends Error {
  override name = 'PaymentInProgressError';
}

/** The key belongs to another order. */
export class KeyReusedError extends Error {
  override name = 'KeyReusedError';
}

/** The order is paid, or may be, under another key. */
export class OrderNotPayableError extends Error {
  override name = 'OrderNotPayableError';
}

interface Attempt {
  orderId: number;
  outcome: 'unknown' | 'paid' | 'declined';
  /** Empty, unless the outcome is `paid`. */
  paymentId: string;
}

/**
 * Pays orders, each at most once. A key names one attempt of the customer to pay: it is the same
 * when the same call is repeated, and a new one for another card.
 *
 * - The goods are taken from the stock before the bank is asked, so nobody pays for what somebody
 *   else has got.
 * - When the bank says yes, the order is `paid`. The same call again gives the same payment,
 *   without the bank.
 * - When the bank says no, the goods are put back, and the order is `payment_failed`. It can be
 *   paid with a new key; the old one stays declined.
 * - As long as nobody knows what the bank has said, the order is `payment_unknown`, and its goods
 *   stay taken. The same call again asks the bank again, under the same key. Every other key is
 *   refused. What is stored for that, and the words of the errors, are its own affair.
 */
export class CheckoutService {
  readonly #db: Db;
  readonly #payments: PaymentGateway;
  readonly #underWay = new Set<number>();

  constructor({ db, payments }: { db: Db; payments: PaymentGateway }) {
    this.#db = db;
    this.#payments = payments;
  }

  /**
   * @throws OutOfStockError
   * @throws PaymentInProgressError
   * @throws KeyReusedError
   * @throws OrderNotPayableError
   * @throws PaymentDeclinedError
   * @throws PaymentUnknownError
   */
  async pay(orderId: number, key: string): Promise<Payment> {
    const amountCents = getOrder(this.#db, orderId).totalCents;
    const earlier = this.#attempt(key);
    if (earlier !== undefined && earlier.orderId !== orderId) {
      throw new KeyReusedError(`The key ${key} belongs to order ${earlier.orderId}.`);
    }
    if (earlier?.outcome === 'paid') {
      return { id: earlier.paymentId, status: 'succeeded', amountCents };
    }
    if (earlier?.outcome === 'declined') throw new PaymentDeclinedError('This key was declined.');
    if (this.#underWay.has(orderId)) throw new PaymentInProgressError('Order is being paid.');
    if (earlier === undefined) this.#begin(orderId, key);

    this.#underWay.add(orderId);
    try {
      const payment = await this.#payments.charge({ orderId, amountCents, idempotencyKey: key });
      this.#succeed(orderId, key, payment);
      return payment;
    } catch (error) {
      if (error instanceof PaymentDeclinedError) this.#fail(orderId, key);
      throw error;
    } finally {
      this.#underWay.delete(orderId);
    }
  }

  /** All that must be known if the program ends before the bank answers. */
  #begin(orderId: number, key: string): void {
    const { status } = getOrder(this.#db, orderId);
    if (status === 'paid' || status === 'payment_unknown') {
      throw new OrderNotPayableError(`Order ${orderId} is ${status}.`);
    }
    const insert = this.#db.prepare('INSERT INTO payment_attempts (key, order_id) VALUES (?, ?)');
    const begin = this.#db.transaction(() => {
      this.#takeGoods(orderId);
      insert.run(key, orderId);
      this.#setStatus(orderId, 'payment_unknown');
    });
    begin();
  }

  #succeed(orderId: number, key: string, { id }: Payment): void {
    const update = this.#db.prepare(
      "UPDATE payment_attempts SET outcome = 'paid', payment_id = @id WHERE key = @key",
    );
    const succeed = this.#db.transaction(() => {
      update.run({ id, key });
      this.#setStatus(orderId, 'paid');
    });
    succeed();
  }

  #fail(orderId: number, key: string): void {
    const fail = this.#db.transaction(() => {
      this.#db.prepare("UPDATE payment_attempts SET outcome = 'declined' WHERE key = ?").run(key);
      this.#putGoodsBack(orderId);
      this.#setStatus(orderId, 'payment_failed');
    });
    fail();
  }

  #takeGoods(orderId: number): void {
    const take = this.#db.prepare<OrderItem>(
      'UPDATE products SET stock = stock - @quantity WHERE id = @productId AND stock >= @quantity',
    );
    for (const item of this.#items(orderId)) {
      if (take.run(item).changes === 0) {
        throw new OutOfStockError(`Product ${item.productId}: fewer than ${item.quantity} left.`);
      }
    }
  }

  #putGoodsBack(orderId: number): void {
    const put = this.#db.prepare<OrderItem>(
      'UPDATE products SET stock = stock + @quantity WHERE id = @productId',
    );
    for (const item of this.#items(orderId)) put.run(item);
  }

  #items(orderId: number): OrderItem[] {
    return this.#db
      .prepare<[number], OrderItem>(
        'SELECT product_id AS productId, quantity FROM order_items WHERE order_id = ?',
      )
      .all(orderId);
  }

  #attempt(key: string): Attempt | undefined {
    return this.#db
      .prepare<[string], Attempt>(
        `SELECT order_id AS orderId, outcome, COALESCE(payment_id, '') AS paymentId
         FROM payment_attempts WHERE key = ?`,
      )
      .get(key);
  }

  #setStatus(orderId: number, status: OrderStatus): void {
    this.#db.prepare('UPDATE orders SET status = ? WHERE id = ?').run(status, orderId);
  }
}
