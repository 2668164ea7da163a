import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('an error, in the words that it happens to have', () => {
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

  it('names the order that is not there', () => {
    assert.ok(mug);
    assert.throws(() => orders.status(7), { message: 'There is no order 7.' });
  });
});
