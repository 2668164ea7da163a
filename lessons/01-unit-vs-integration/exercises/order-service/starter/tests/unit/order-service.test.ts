import assert from 'node:assert/strict';
import type { Db } from '../../src/database.ts';
import { OrderService } from '../../src/order-service.ts';
import { PaymentDeclinedError } from '../../src/payment-gateway.ts';
import type { Charge } from '../../src/payment-gateway.ts';

/**
 * Stands in for the database: whatever it is asked, it answers with this one row. No SQL is run,
 * so these tests can say nothing about SQL.
 */
function stubDatabase(): Db {
  const row = {
    id: 7,
    userId: 1,
    status: 'pending',
    totalCents: 3500,
    priceCents: 3500,
    quantity: 1,
  };
  const statement = {
    get: () => row,
    all: () => [row],
    run: () => ({ changes: 1, lastInsertRowid: 7 }),
  };
  const stub: unknown = { prepare: () => statement };
  // Only `prepare` is used, so the rest of the interface is left out.
  return stub as Db;
}

describe('OrderService (unit)', () => {
  it('asks the gateway for the total', async () => {
    const charged: number[] = [];
    const charge = async ({ amountCents }: Charge) => {
      charged.push(amountCents);
      return { id: 'pay-1', status: 'succeeded', amountCents } as const;
    };

    await new OrderService({ db: stubDatabase(), payments: { charge } }).pay(7);

    assert.deepEqual(charged, [3500]);
  });

  it('passes the refusal of the gateway on', async () => {
    const charge = async () => {
      throw new PaymentDeclinedError('insufficient funds');
    };
    const refused = new OrderService({ db: stubDatabase(), payments: { charge } }).pay(7);

    await assert.rejects(refused, PaymentDeclinedError);
  });
});
