/** Whole cents. */
export type Cents = number;

export interface Charge {
  readonly orderId: number;
  readonly amountCents: Cents;
  /** The caller's own name for this payment, the same in every attempt to make it. */
  readonly idempotencyKey: string;
}

/** A payment that was made. There may be further fields. */
export interface Payment {
  /** `pay_` and then letters and digits; no two payments have the same. */
  readonly id: string;
  readonly status: 'succeeded';
  readonly amountCents: Cents;
}

/** The card has no more to give. No money has moved. */
export class PaymentDeclinedError extends Error {
  override name = 'PaymentDeclinedError';
}

/** The provider broke down or did not answer in time. Whether money has moved is not known. */
export class PaymentUnknownError extends Error {
  override name = 'PaymentUnknownError';
}

/** The limit of the test card, with which every charge outside of production is made. */
export const cardLimitCents: Cents = 1000_00;

/** Moves money. Whoever implements this keeps every promise below, the fake as well. */
export interface PaymentGateway {
  /**
   * Charges the amount. With a key that was charged before nothing is charged again: the answer is
   * the same payment. What happens when that key comes with another amount is not promised.
   *
   * @throws RangeError when the amount is not a positive whole number of cents
   * @throws PaymentDeclinedError when the amount is above the card's limit
   * @throws PaymentUnknownError when the provider fails; without a provider it is never thrown
   */
  charge(charge: Charge): Promise<Payment>;
}
