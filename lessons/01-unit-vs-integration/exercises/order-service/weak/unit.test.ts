import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';
import type { Charge } from '../src/payment-gateway.ts';
import { calculateTotal } from '../src/total.ts';

/** Answers every query with one row and keeps what was written. */
function stubDatabase() {
  const row = {
    id: 7,
    userId: 1,
    status: 'pending',
    totalCents: 4000,
    priceCents: 1000,
    quantity: 4,
  };
  const written: unknown[] = [];
  const statement = {
    get: () => row,
    all: () => [row],
    run: (values: unknown) => {
      written.push(values);
      return { changes: 1, lastInsertRowid: 7 };
    },
  };
  const stub: unknown = { prepare: () => statement };
  // Only `prepare` is used, so the rest of the interface is left out.
  return { db: stub as Db, written };
}

const accepts = async ({ amountCents }: Charge) =>
  ({ id: 'pay-1', status: 'succeeded', amountCents }) as const;

describe('OrderService with its collaborators doubled', () => {
  it('multiplies price and quantity', () => {
    assert.equal(calculateTotal([{ priceCents: 1000, quantity: 4 }]), 4000);
  });

  it('returns the id the database gave', () => {
    const { db } = stubDatabase();
    const order = new OrderService({ db, payments: { charge: accepts } }).createOrder(1);
    assert.deepEqual(order, { id: 7, userId: 1, totalCents: 0, status: 'pending' });
  });

  it('writes the item with its price', () => {
    const { db, written } = stubDatabase();
    new OrderService({ db, payments: { charge: accepts } }).addItem(7, 3, 2);
    assert.deepEqual(written, [{ orderId: 7, productId: 3, quantity: 2, priceCents: 1000 }]);
  });

  it('refuses a quantity of zero', () => {
    const { db } = stubDatabase();
    const orders = new OrderService({ db, payments: { charge: accepts } });
    assert.throws(() => orders.addItem(7, 3, 0), RangeError);
  });

  it('charges the total and writes paid', async () => {
    const { db, written } = stubDatabase();
    const orders = new OrderService({ db, payments: { charge: accepts } });
    assert.equal(orders.total(7), 4000);
    assert.equal((await orders.pay(7)).amountCents, 4000);
    assert.deepEqual(written, [{ orderId: 7, status: 'paid', totalCents: 4000 }]);
  });

  it('writes nothing but the failure when the gateway declines', async () => {
    const { db, written } = stubDatabase();
    const charge = async () => {
      throw new PaymentDeclinedError('insufficient funds');
    };
    const orders = new OrderService({ db, payments: { charge } });
    await assert.rejects(orders.pay(7), PaymentDeclinedError);
    assert.deepEqual(written, [{ orderId: 7, status: 'payment_failed', totalCents: 0 }]);
  });
});
