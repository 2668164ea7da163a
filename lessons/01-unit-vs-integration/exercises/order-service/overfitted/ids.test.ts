import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('an order, with the id that it happens to get', () => {
  let db: Db;
  let orders: OrderService;
  let mug: number;

  beforeEach(() => {
    db = openDatabase(':memory:');
    db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
    mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 }).id;
    orders = new OrderService({
      db,
      payments: { charge: async ({ amountCents }) => ({ id: 'pay-1', status: 'succeeded', amountCents }) },
    });
  });

  afterEach(() => {
    db.close();
  });

  it('is number 1', () => {
    assert.ok(mug);
    assert.equal(orders.createOrder(1).id, 1);
  });
});
