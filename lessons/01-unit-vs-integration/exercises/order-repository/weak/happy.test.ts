import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/order-repository.ts';

describe('the first order of the first user, with one item', () => {
  it('is stored and found', () => {
    const db = openDatabase(':memory:');
    try {
      db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
      const repository = new OrderRepository(db);

      const order = repository.create({ userId: 1 });
      repository.addItem(order.id, { priceCents: 1000, quantity: 1 });

      assert.equal(order.id, 1);
      assert.equal(order.status, 'pending');
      assert.equal(repository.findById(order.id)?.totalCents, 1000);
      assert.equal(repository.listByUser(1).length, 1);
    } finally {
      db.close();
    }
  });
});
