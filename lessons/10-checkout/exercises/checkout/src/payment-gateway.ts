import type { RetryingClient } from './retrying-client.ts';
import type { Cents } from './total.ts';

export interface Payment {
  id: string;
  status: 'succeeded';
  amountCents: Cents;
}

export interface Charge {
  orderId: number;
  amountCents: Cents;
  /** The same for every attempt to pay one order, so that a retry cannot charge twice. */
  idempotencyKey: string;
}

/** The company that moves the money. */
export interface PaymentGateway {
  /**
   * @throws PaymentDeclinedError when the company said no: no money has moved
   * @throws PaymentUnknownError when there was no clear answer: money may have moved
   */
  charge(charge: Charge): Promise<Payment>;
}

export class PaymentDeclinedError extends Error {
  override readonly name = 'PaymentDeclinedError';
}

export class PaymentUnknownError extends Error {
  override readonly name = 'PaymentUnknownError';
}

/**
 * Talks to the payment company.
 *
 * A charge is `POST {baseUrl}/charges` with the header `idempotency-key` and a JSON body that holds
 * `orderId` and `amountCents`; further headers and fields may be sent. The answers are:
 *
 * - 201 with `{ id, status: 'succeeded', amountCents }`: charged;
 * - 402: declined;
 * - any other status, or no answer: unknown.
 */
export class HttpPaymentGateway implements PaymentGateway {
  readonly #baseUrl: string;
  readonly #client: RetryingClient;

  constructor({ baseUrl, client }: { baseUrl: string; client: RetryingClient }) {
    this.#baseUrl = baseUrl;
    this.#client = client;
  }

  async charge({ orderId, amountCents, idempotencyKey }: Charge): Promise<Payment> {
    const response = await this.#post({ orderId, amountCents }, idempotencyKey);
    if (response.status === 402) throw new PaymentDeclinedError(`Order ${orderId} was declined.`);
    if (response.status !== 201) throw new PaymentUnknownError(`The answer was ${response.status}.`);
    // The company's documentation promises this body for every charge that succeeded.
    return (await response.json()) as Payment;
  }

  async #post(body: Omit<Charge, 'idempotencyKey'>, idempotencyKey: string): Promise<Response> {
    try {
      return await this.#client.request(`${this.#baseUrl}/charges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        idempotencyKey,
      });
    } catch (error) {
      throw new PaymentUnknownError('The payment company did not answer.', { cause: error });
    }
  }
}
