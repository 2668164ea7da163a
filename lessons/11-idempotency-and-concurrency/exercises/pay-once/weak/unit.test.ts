import assert from 'node:assert/strict';
import { CheckoutService } from '../src/checkout.ts';
import type { Db } from '../src/database.ts';
import {
  HttpPaymentGateway,
  PaymentDeclinedError,
  PaymentUnknownError,
  type PaymentGateway,
} from '../src/payment-gateway.ts';
import type { RetryingClient } from '../src/retrying-client.ts';

/** A database that finds the rows it was told to find, and runs no SQL. */
function stubbedDb(rows: { order: object; attempt?: object }): Db {
  const rowFor = (sql: string): object | undefined => {
    if (sql.includes('AS paymentId')) return rows.attempt;
    return sql.includes('AS totalCents') ? rows.order : undefined;
  };
  const stub = {
    transaction: (work: () => void) => work,
    prepare: (sql: string) => ({
      get: () => rowFor(sql),
      all: () => [{ productId: 1, quantity: 1 }],
      run: () => ({ changes: 1, lastInsertRowid: 1 }),
    }),
  };
  // The service uses this much of a connection and no more.
  return stub as unknown as Db;
}

const order = { id: 1, userId: 7, status: 'pending', totalCents: 1999 };
const payment = { id: 'p-1', status: 'succeeded', amountCents: 1999 } as const;

describe('CheckoutService with database and bank doubled', () => {
  it('hands on the payment', async () => {
    const payments: PaymentGateway = { charge: () => Promise.resolve(payment) };
    const checkout = new CheckoutService({ db: stubbedDb({ order }), payments });
    assert.deepEqual(await checkout.pay(1, 'a'), payment);
  });

  it('hands on a decline', async () => {
    const payments: PaymentGateway = {
      charge: () => Promise.reject(new PaymentDeclinedError('The bank declined.')),
    };
    const checkout = new CheckoutService({ db: stubbedDb({ order }), payments });
    await assert.rejects(checkout.pay(1, 'a'), PaymentDeclinedError);
  });

  it('hands on that nothing is known', async () => {
    const payments: PaymentGateway = {
      charge: () => Promise.reject(new PaymentUnknownError('No answer.')),
    };
    const checkout = new CheckoutService({ db: stubbedDb({ order }), payments });
    await assert.rejects(checkout.pay(1, 'a'), PaymentUnknownError);
  });

  it('replays what the database remembers', async () => {
    const payments: PaymentGateway = { charge: () => Promise.reject(new Error('Not again.')) };
    const attempt = { orderId: 1, outcome: 'paid', paymentId: 'p-1' };
    const checkout = new CheckoutService({ db: stubbedDb({ order, attempt }), payments });
    assert.deepEqual(await checkout.pay(1, 'a'), payment);
  });
});

describe('HttpPaymentGateway with its client doubled', () => {
  const charge = { orderId: 1, amountCents: 1999, idempotencyKey: 'a' };

  function gatewayOn(answer: Response): HttpPaymentGateway {
    const stub: unknown = { request: () => Promise.resolve(answer) };
    const client = stub as RetryingClient;
    return new HttpPaymentGateway({ baseUrl: 'https://bank.example', client });
  }

  it('reads the id of the payment', async () => {
    const answer = Response.json({ id: 'p-1' }, { status: 201 });
    assert.deepEqual(await gatewayOn(answer).charge(charge), payment);
  });

  it('knows a decline', async () => {
    const answer = new Response(null, { status: 402 });
    await assert.rejects(gatewayOn(answer).charge(charge), PaymentDeclinedError);
  });
});
