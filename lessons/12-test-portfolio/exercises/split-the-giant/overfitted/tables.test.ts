import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';

const payments = { charge: async () => assert.fail('nothing is to be charged') };

describe('order', () => {
  it('has one row for a product', () => {
    const db = openDatabase(':memory:');
    try {
      const userId = new AccountStore(db).createUser({ username: 'alice@example.com', passwordHash: '-' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 });
      const orders = new OrderService({ db, payments });
      const { id } = orders.createOrder(userId);
      orders.addItem(id, mug.id, 1);
      orders.addItem(id, mug.id, 2);

      assert.deepEqual(db.prepare('SELECT quantity FROM order_items').pluck().all(), [3]);
    } finally {
      db.close();
    }
  });
});
