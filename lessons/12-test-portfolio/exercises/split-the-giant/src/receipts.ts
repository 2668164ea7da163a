import type { Db } from './database.ts';
import type { Cents } from './payment-gateway.ts';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  /** Resolves when the message was taken over, and rejects with `MailError` when it was not. */
  send(mail: Mail): Promise<void>;
}

export class MailError extends Error {
  override readonly name = 'MailError';
}

/**
 * Hands messages to a mail service: `POST {mailUrl}/messages`, content type `application/json`, and
 * a JSON body that holds `to`, `subject` and `text`; further fields may be sent. The service answers
 * 202 when it has taken the message over.
 */
export class HttpMailer implements Mailer {
  readonly #mailUrl: string;

  constructor({ mailUrl }: { mailUrl: string }) {
    this.#mailUrl = mailUrl;
  }

  async send(mail: Mail): Promise<void> {
    const response = await fetch(`${this.#mailUrl}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(mail),
      signal: AbortSignal.timeout(1000),
    });
    if (response.status !== 202) throw new MailError(`The mail service said ${response.status}.`);
  }
}

interface PaidOrder {
  address: string;
  totalCents: Cents;
}

export class Receipts {
  readonly #db: Db;
  readonly #mailer: Mailer;

  constructor({ db, mailer }: { db: Db; mailer: Mailer }) {
    this.#db = db;
    this.#mailer = mailer;
  }

  /**
   * Mails a receipt to the address of the customer, which is the account's username. The subject
   * contains the order's id, the text its total in dollars, such as `40.00`; the other words may
   * change. Rejects for an order that is not paid.
   */
  async send(orderId: number): Promise<void> {
    const order = this.#db
      .prepare<[number], PaidOrder>(
        `SELECT account.username AS address, orders.total_cents AS totalCents
         FROM orders JOIN accounts AS account ON account.id = orders.user_id
         WHERE orders.id = ? AND orders.status = 'paid'`,
      )
      .get(orderId);
    if (order === undefined) throw new Error(`There is no paid order ${orderId}.`);
    const total = (order.totalCents / 100).toFixed(2);
    await this.#mailer.send({
      to: order.address,
      subject: `Your receipt for order ${orderId}`,
      text: `We have received $${total}. Thank you.`,
    });
  }
}
