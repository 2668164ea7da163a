import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('charges at the real payment company', () => {
  it('is not paid while the company cannot be reached', async () => {
    const db = openDatabase(':memory:');
    try {
      db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
      const orders = new OrderService({
        db,
        payments: {
          async charge({ amountCents }) {
            await fetch('https://payments.example.com/charges', { method: 'POST' });
            return { id: 'pay-1', status: 'succeeded', amountCents };
          },
        },
      });
      const { id } = orders.createOrder(1);
      await orders.pay(id).catch(() => undefined);
      assert.notEqual(orders.status(id), 'paid');
    } finally {
      db.close();
    }
  });
});
