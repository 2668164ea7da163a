import assert from 'node:assert/strict';
import nock from 'nock';
import { CheckoutService } from '../src/checkout.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { addProduct, createOrder, getOrder, stockOf } from '../src/orders.ts';
import { HttpPaymentGateway, PaymentDeclinedError } from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';
import { useNock } from '../tests/support/use-nock.ts';

// Each order is paid for by one call, and one call is finished before the next begins.
describe('paying', () => {
  useNock();

  let db: Db;
  let checkout: CheckoutService;

  beforeEach(() => {
    db = openDatabase();
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 5000 });
    const payments = new HttpPaymentGateway({ baseUrl: 'https://bank.example', client });
    checkout = new CheckoutService({ db, payments });
  });

  afterEach(() => {
    db.close();
  });

  it('charges what the order costs', async () => {
    const lamp = addProduct(db, { name: 'lamp', priceCents: 1999, stock: 3 });
    const order = createOrder(db, 7, [{ productId: lamp.id, quantity: 2 }]);
    nock('https://bank.example').post('/charges').reply(201, { id: 'p-1' });
    const payment = await checkout.pay(order.id, 'a');
    assert.deepEqual(payment, { id: 'p-1', status: 'succeeded', amountCents: 3998 });
    assert.equal(getOrder(db, order.id).status, 'paid');
    assert.equal(stockOf(db, lamp.id), 1);
  });

  it('notes a decline', async () => {
    const lamp = addProduct(db, { name: 'lamp', priceCents: 1999, stock: 3 });
    const order = createOrder(db, 7, [{ productId: lamp.id, quantity: 2 }]);
    nock('https://bank.example').post('/charges').reply(402);
    await assert.rejects(checkout.pay(order.id, 'a'), PaymentDeclinedError);
    assert.equal(getOrder(db, order.id).status, 'payment_failed');
    assert.equal(stockOf(db, lamp.id), 3);
  });
});
