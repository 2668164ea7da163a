import assert from 'node:assert/strict';
import nock from 'nock';
import { CheckoutService, KeyReusedError, OrderNotPayableError } from '../src/checkout.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { addProduct, createOrder, getOrder, stockOf } from '../src/orders.ts';
import * as bank from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';
import { Barrier } from './support/barrier.ts';
import { useNock } from './support/use-nock.ts';

const baseUrl = 'https://bank.example';

/** What is thrown while the bank answers breaks the connection. */
const breakDown = () => Promise.reject(new Error('The line to the bank is down.'));

describe('paying once', () => {
  useNock();

  let db: Db;
  let checkout: CheckoutService;
  let lampId: number;
  /** What the bank has booked: an amount for each key, however often it is asked. */
  let booked: Map<string, number>;

  beforeEach(() => {
    db = openDatabase();
    // No attempt but the first: here it is the customer who tries again.
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 30_000 });
    const payments = new bank.HttpPaymentGateway({ baseUrl, client });
    checkout = new CheckoutService({ db, payments });
    lampId = addProduct(db, { name: 'lamp', priceCents: 1999, stock: 1 }).id;
    booked = new Map();
  });

  afterEach(() => {
    db.close();
  });

  function orderLamp(): number {
    return createOrder(db, 7, [{ productId: lampId, quantity: 1 }]).id;
  }

  /** The bank books every charge that arrives from now on, and answers when `ready` resolves. */
  function bankBooks(ready: () => Promise<void> = async () => undefined): void {
    nock(baseUrl)
      .persist()
      .post('/charges')
      .reply(async function (_uri, body) {
        const key = String(this.req.headers['idempotency-key']);
        booked.set(key, (body as { amountCents: number }).amountCents);
        await ready();
        return [201, { id: `payment for ${key}` }];
      });
  }

  it('gives the same payment when the same call is repeated', async () => {
    bankBooks();
    const orderId = orderLamp();

    const first = await checkout.pay(orderId, 'card 1');
    const second = await checkout.pay(orderId, 'card 1');

    assert.deepEqual(second, first);
    assert.deepEqual([...booked.values()], [1999]);
  });

  it('refuses the key of another order', async () => {
    bankBooks();
    const cable = addProduct(db, { name: 'cable', priceCents: 500, stock: 1 });
    const cheap = createOrder(db, 7, [{ productId: cable.id, quantity: 1 }]);
    await checkout.pay(cheap.id, 'card 1');

    const orderId = orderLamp();
    await assert.rejects(checkout.pay(orderId, 'card 1'), KeyReusedError);

    assert.equal(getOrder(db, orderId).status, 'pending');
  });

  it('charges one of two customers for the last piece', async () => {
    const barrier = new Barrier(1);
    bankBooks(() => barrier.arrive());

    const both = Promise.allSettled([
      checkout.pay(orderLamp(), 'card of Ada'),
      checkout.pay(orderLamp(), 'card of Grace'),
    ]);
    await barrier.allArrived;
    barrier.release();
    await both;

    assert.equal(booked.size, 1);
    assert.equal(stockOf(db, lampId), 0);
  });

  it('can be paid with another card after a decline', async () => {
    nock(baseUrl).post('/charges').reply(402);
    const orderId = orderLamp();
    await assert.rejects(checkout.pay(orderId, 'card 1'), bank.PaymentDeclinedError);
    bankBooks();

    await assert.doesNotReject(checkout.pay(orderId, 'card 2'));

    assert.equal(getOrder(db, orderId).status, 'paid');
    assert.equal(stockOf(db, lampId), 0);
  });

  it('does not take a lost answer for a no', async () => {
    bankBooks(breakDown);
    const orderId = orderLamp();

    await assert.rejects(checkout.pay(orderId, 'card 1'), bank.PaymentUnknownError);
    await assert.rejects(checkout.pay(orderId, 'card 2'), OrderNotPayableError);

    assert.equal(getOrder(db, orderId).status, 'payment_unknown');
    assert.equal(stockOf(db, lampId), 0);
    assert.equal(booked.size, 1);
  });

  it('asks again under the same key after a lost answer', async () => {
    let lineIsDown = true;
    bankBooks(async () => {
      if (lineIsDown) await breakDown();
    });
    const orderId = orderLamp();
    await assert.rejects(checkout.pay(orderId, 'card 1'), bank.PaymentUnknownError);
    lineIsDown = false;

    await checkout.pay(orderId, 'card 1');

    assert.equal(getOrder(db, orderId).status, 'paid');
    assert.equal(booked.size, 1);
  });
});
