import assert from 'node:assert/strict';
import { CheckoutService } from '../src/checkout-service.ts';
import type { Db } from '../src/database.ts';
import { HttpPaymentGateway, PaymentDeclinedError } from '../src/payment-gateway.ts';
import type { Charge } from '../src/payment-gateway.ts';
import type { RetryingClient } from '../src/retrying-client.ts';
import { calculateTotal } from '../src/total.ts';

/** Answers every query with one row; a transaction only calls its function. */
function stubDatabase(): Db {
  const order = { id: 7, userId: 1, totalCents: 4000, status: 'pending' };
  const line = { productId: 3, quantity: 4, priceCents: 1000 };
  const statement = {
    get: () => order,
    all: () => [line],
    run: () => ({ changes: 1, lastInsertRowid: 7 }),
    pluck: () => ({ get: () => 5 }),
  };
  const stub: unknown = {
    prepare: () => statement,
    transaction: (work: () => unknown) => work,
  };
  // The service uses this much of a connection and no more.
  return stub as Db;
}

function clientAnswering(response: () => Response): RetryingClient {
  const stub: unknown = { request: async () => response() };
  // The gateway calls nothing but `request`.
  return stub as RetryingClient;
}

const charge = { orderId: 7, amountCents: 4000, idempotencyKey: 'key-1' };

describe('checkout with its collaborators doubled', () => {
  it('multiplies price and quantity', () => {
    assert.equal(calculateTotal([{ priceCents: 1000, quantity: 4 }]), 4000);
  });

  it('returns the order that the database returns', () => {
    const payments = { charge: async () => assert.fail('nothing is to be charged') };
    const order = new CheckoutService({ db: stubDatabase(), payments }).createOrderFromCart(5);
    assert.deepEqual(order, { id: 7, userId: 1, totalCents: 4000, status: 'pending' });
  });

  it('charges the amount with the key', async () => {
    const seen: Charge[] = [];
    const payments = {
      charge: async (asked: Charge) => {
        seen.push(asked);
        return { id: 'pay-1', status: 'succeeded', amountCents: asked.amountCents } as const;
      },
    };
    await new CheckoutService({ db: stubDatabase(), payments }).pay(7, 'key-1');
    assert.deepEqual(seen, [charge]);
  });

  it('passes the refusal of the gateway on', async () => {
    const payments = {
      charge: async () => {
        throw new PaymentDeclinedError('insufficient funds');
      },
    };
    const paid = new CheckoutService({ db: stubDatabase(), payments }).pay(7, 'key-1');
    await assert.rejects(paid, PaymentDeclinedError);
  });

  it('turns 402 into a decline', async () => {
    const client = clientAnswering(() => Response.json({ error: 'no' }, { status: 402 }));
    const gateway = new HttpPaymentGateway({ baseUrl: 'https://pay.example.com', client });
    await assert.rejects(gateway.charge(charge), PaymentDeclinedError);
  });
});
