/** Money is a whole number of cents. */
export type Cents = number;

export interface Payment {
  id: string;
  status: 'succeeded';
  amountCents: Cents;
}

export interface Charge {
  orderId: number;
  amountCents: Cents;
  idempotencyKey: string;
}

/** The company that moves the money. It is not ours, so tests put their own object in its place. */
export interface PaymentGateway {
  /** Rejects with `PaymentDeclinedError` for a declined charge; other errors are breakdowns. */
  charge(charge: Charge): Promise<Payment>;
}

export class PaymentDeclinedError extends Error {
  override readonly name = 'PaymentDeclinedError';
}
