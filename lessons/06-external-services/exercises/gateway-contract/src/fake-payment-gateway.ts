import { cardLimitCents, PaymentDeclinedError } from './payment-gateway.ts';
import type { Charge, Payment, PaymentGateway } from './payment-gateway.ts';

/** A gateway without a provider, for tests of the code that pays. Its payments are in memory. */
export class FakePaymentGateway implements PaymentGateway {
  readonly #payments = new Map<string, Payment>();

  async charge({ amountCents, idempotencyKey }: Charge): Promise<Payment> {
    const made = this.#payments.get(idempotencyKey);
    if (made !== undefined) return made;
    if (!Number.isSafeInteger(amountCents) || amountCents <= 0) {
      throw new RangeError(`${amountCents} is no amount to charge.`);
    }
    if (amountCents > cardLimitCents) {
      throw new PaymentDeclinedError('The amount is above the limit.');
    }
    const id = `pay_fake${this.#payments.size + 1}`;
    const payment: Payment = { id, status: 'succeeded', amountCents };
    this.#payments.set(idempotencyKey, payment);
    return payment;
  }
}
