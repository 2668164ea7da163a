import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import type { Product } from '../src/catalogue.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';
import type { Charge, Payment, PaymentGateway } from '../src/payment-gateway.ts';

/** The one collaborator that is not ours. It remembers what it was asked for. */
class RecordingGateway implements PaymentGateway {
  readonly charges: Charge[] = [];
  refusal: Error | undefined;

  async charge(charge: Charge): Promise<Payment> {
    this.charges.push(charge);
    if (this.refusal !== undefined) throw this.refusal;
    return { id: 'pay-1', status: 'succeeded', amountCents: charge.amountCents };
  }
}

describe('OrderService with a real database', () => {
  let db: Db;
  let gateway: RecordingGateway;
  let catalogue: Catalogue;
  let orders: OrderService;
  let mug: Product;
  let teapot: Product;
  let aliceId: number;

  beforeEach(() => {
    db = openDatabase(':memory:');
    gateway = new RecordingGateway();
    catalogue = new Catalogue(db);
    orders = new OrderService({ db, payments: gateway });
    mug = catalogue.add({ name: 'Mug', priceCents: 1000 });
    teapot = catalogue.add({ name: 'Teapot', priceCents: 2000 });
    const { lastInsertRowid } = db
      .prepare("INSERT INTO users (username, email) VALUES ('alice', 'alice@example.com')")
      .run();
    aliceId = Number(lastInsertRowid);
  });

  afterEach(() => {
    db.close();
  });

  it('adds up price times quantity', () => {
    const { id } = orders.createOrder(aliceId);
    orders.addItem(id, mug.id, 2);
    orders.addItem(id, teapot.id, 1);

    assert.equal(orders.total(id), 4000);
  });

  it('keeps the price an item had when it was added', () => {
    const { id } = orders.createOrder(aliceId);
    orders.addItem(id, mug.id, 1);
    catalogue.changePrice(mug.id, 9900);

    assert.equal(orders.total(id), 1000);
  });

  it('leaves the items of other orders out of the total', () => {
    const mine = orders.createOrder(aliceId);
    const other = orders.createOrder(aliceId);
    orders.addItem(mine.id, mug.id, 1);
    orders.addItem(other.id, teapot.id, 1);

    assert.equal(orders.total(mine.id), 1000);
    assert.equal(orders.total(other.id), 2000);
  });

  it('is made for a user who exists', () => {
    assert.throws(() => orders.createOrder(aliceId + 1));
  });

  describe('an item', () => {
    let id: number;

    beforeEach(() => {
      id = orders.createOrder(aliceId).id;
    });

    it('is of a product that exists', () => {
      assert.throws(() => orders.addItem(id, mug.id + teapot.id, 1));
    });

    it('is a whole number of pieces, and at least one', () => {
      for (const quantity of [0, -1, 1.5]) {
        assert.throws(() => orders.addItem(id, mug.id, quantity), `It took ${quantity} pieces.`);
      }
    });

    it('comes too late once the order is paid', async () => {
      await orders.pay(id);

      assert.throws(() => orders.addItem(id, mug.id, 1));
    });
  });

  describe('paying', () => {
    let id: number;

    beforeEach(() => {
      id = orders.createOrder(aliceId).id;
      orders.addItem(id, mug.id, 1);
    });

    it('charges what the order costs by now', async () => {
      orders.addItem(id, teapot.id, 1);

      await orders.pay(id);

      const asked = gateway.charges.map(({ orderId, amountCents }) => ({ orderId, amountCents }));
      assert.deepEqual(asked, [{ orderId: id, amountCents: 3000 }]);
    });

    it('settles this order and no other', async () => {
      const other = orders.createOrder(aliceId);

      await orders.pay(id);

      assert.equal(orders.status(id), 'paid');
      assert.equal(orders.status(other.id), 'pending');
    });

    it('happens once', async () => {
      await orders.pay(id);

      await assert.rejects(orders.pay(id));
      assert.equal(gateway.charges.length, 1);
    });

    it('fails when the gateway declines', async () => {
      gateway.refusal = new PaymentDeclinedError('insufficient funds');

      await assert.rejects(orders.pay(id));

      assert.equal(orders.status(id), 'payment_failed');
    });

    it('is in doubt when the gateway breaks down', async () => {
      gateway.refusal = new Error('connection reset');

      await assert.rejects(orders.pay(id));

      assert.equal(orders.status(id), 'payment_unknown');
    });

    it('passes the error of the gateway on', async () => {
      gateway.refusal = new Error('connection reset');

      await assert.rejects(orders.pay(id), (error) => error === gateway.refusal);
    });
  });
});
