import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('tests that hand an order on to each other', () => {
  let db: Db;
  let orders: OrderService;
  let orderId = 0;

  before(() => {
    db = openDatabase(':memory:');
    db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
    orders = new OrderService({
      db,
      payments: {
        charge: async ({ amountCents }) => ({ id: 'pay-1', status: 'succeeded', amountCents }),
      },
    });
  });

  after(() => {
    db.close();
  });

  it('creates the order', () => {
    orderId = orders.createOrder(1).id;
    assert.equal(orders.status(orderId), 'pending');
  });

  it('adds to the order of the test before', () => {
    const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 });
    orders.addItem(orderId, mug.id, 2);
    assert.equal(orders.total(orderId), 2000);
  });

  it('pays the order of the tests before', async () => {
    assert.equal((await orders.pay(orderId)).amountCents, 2000);
  });
});
