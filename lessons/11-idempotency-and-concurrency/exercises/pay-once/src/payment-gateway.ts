import type { Cents } from './orders.ts';
import type { RetryingClient } from './retrying-client.ts';

export interface Charge {
  orderId: number;
  amountCents: Cents;
  idempotencyKey: string;
}

export interface Payment {
  id: string;
  status: 'succeeded';
  amountCents: Cents;
}

/** The bank has said no; nothing was booked. */
export class PaymentDeclinedError extends Error {
  override name = 'PaymentDeclinedError';
}

/** There is no usable answer, so nobody here knows whether the bank has booked the payment. */
export class PaymentUnknownError extends Error {
  override name = 'PaymentUnknownError';
}

export interface PaymentGateway {
  /**
   * Books an amount, once for each key: the same key again gives the payment of the first time.
   *
   * @throws PaymentDeclinedError
   * @throws PaymentUnknownError
   */
  charge(charge: Charge): Promise<Payment>;
}

export interface HttpPaymentGatewayOptions {
  baseUrl: string;
  client: RetryingClient;
}

/**
 * The bank, over HTTP: `POST <baseUrl>/charges` with the JSON `{ orderId, amountCents }` and a
 * header `Idempotency-Key`, which is made from the charge's key: the same for the same key, and
 * another one for another key. The bank answers 201 with the JSON `{ id }`, or 402 when it
 * declines.
 */
export class HttpPaymentGateway implements PaymentGateway {
  readonly #baseUrl: string;
  readonly #client: RetryingClient;

  constructor({ baseUrl, client }: HttpPaymentGatewayOptions) {
    this.#baseUrl = baseUrl;
    this.#client = client;
  }

  async charge({ orderId, amountCents, idempotencyKey }: Charge): Promise<Payment> {
    try {
      const response = await this.#client.request(`${this.#baseUrl}/charges`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ orderId, amountCents }),
        idempotencyKey,
      });
      if (response.status === 402) throw new PaymentDeclinedError('The bank declined.');
      if (response.status !== 201) throw new Error(`The bank answered ${response.status}.`);
      const { id } = (await response.json()) as { id: string };
      return { id, status: 'succeeded', amountCents };
    } catch (error) {
      if (error instanceof PaymentDeclinedError) throw error;
      throw new PaymentUnknownError('The bank may have booked, or not.', { cause: error });
    }
  }
}
