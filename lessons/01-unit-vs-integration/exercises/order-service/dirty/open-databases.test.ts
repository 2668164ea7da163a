import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('opens a database and leaves it open', () => {
  it('reads the status of a new order', () => {
    const db = openDatabase(':memory:');
    db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
    const orders = new OrderService({
      db,
      payments: { charge: async () => ({ id: 'pay-1', status: 'succeeded', amountCents: 0 }) },
    });
    assert.equal(orders.status(orders.createOrder(1).id), 'pending');
  });
});
