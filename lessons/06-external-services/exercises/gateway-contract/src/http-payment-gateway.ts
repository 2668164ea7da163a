import { PaymentDeclinedError, PaymentUnknownError } from './payment-gateway.ts';
import type { Charge, Payment, PaymentGateway } from './payment-gateway.ts';
import type { RetryingClient } from './retrying-client.ts';

/** The gateway of production: charges at the provider, by HTTP. */
export class HttpPaymentGateway implements PaymentGateway {
  readonly #baseUrl: string;
  readonly #client: RetryingClient;

  /** `baseUrl` is the provider's address without a slash at the end. */
  constructor({ baseUrl, client }: { baseUrl: string; client: RetryingClient }) {
    this.#baseUrl = baseUrl;
    this.#client = client;
  }

  async charge({ orderId, amountCents, idempotencyKey }: Charge): Promise<Payment> {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reference: `order-${orderId}`, amount: amountCents }),
      idempotencyKey,
    };
    let response: Response;
    let body: unknown;
    try {
      response = await this.#client.request(`${this.#baseUrl}/charges`, request);
      body = await response.json();
    } catch (error) {
      throw new PaymentUnknownError('The provider gave no answer.', { cause: error });
    }
    if (response.ok) return paymentIn(body);
    if (response.status === 402) throw new PaymentDeclinedError('The card was declined.');
    if (response.status === 422) throw new RangeError(`${amountCents} is no amount to charge.`);
    throw new PaymentUnknownError(`The provider answered ${response.status}.`);
  }
}

/** The provider's record of a charge, as a payment. */
function paymentIn(body: unknown): Payment {
  if (typeof body === 'object' && body !== null && 'id' in body && 'amount' in body) {
    const { id, amount } = body;
    if (typeof id === 'string' && typeof amount === 'number') {
      return { id, status: 'succeeded', amountCents: amount };
    }
  }
  throw new PaymentUnknownError('The provider did not answer with a payment.');
}
