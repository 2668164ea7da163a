import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('an order, in the rows that it happens to have', () => {
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

  it('has a row for each call', () => {
    const { id } = orders.createOrder(1);
    orders.addItem(id, mug, 1);
    orders.addItem(id, mug, 2);
    const rows = db.prepare<[], { quantity: number }>('SELECT quantity FROM order_items').all();
    assert.deepEqual(
      rows.map(({ quantity }) => quantity),
      [1, 2],
    );
  });
});
