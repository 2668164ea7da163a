import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/order-repository.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through two orders', () => {
    const db = openDatabase(':memory:');
    try {
      db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
      const repository = new OrderRepository(db);
      const first = repository.create({ userId: 1 });
      const second = repository.create({ userId: 1 });
      repository.addItem(first.id, { priceCents: 1000, quantity: 2 });
      repository.addItem(second.id, { priceCents: 500, quantity: 3 });
      assert.ok(repository.findById(second.id));
      assert.ok(Array.isArray(repository.listByUser(1)));
    } finally {
      db.close();
    }
  });
});
