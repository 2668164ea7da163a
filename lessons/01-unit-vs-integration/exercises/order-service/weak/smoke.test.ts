import assert from 'node:assert/strict';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through two orders', async () => {
    const db = openDatabase(':memory:');
    try {
      db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
      const catalogue = new Catalogue(db);
      const mug = catalogue.add({ name: 'Mug', priceCents: 1000 });
      let declines = false;
      const orders = new OrderService({
        db,
        payments: {
          charge: async ({ amountCents }) => {
            if (declines) throw new PaymentDeclinedError('no');
            return { id: 'pay-1', status: 'succeeded', amountCents };
          },
        },
      });

      const first = orders.createOrder(1);
      const second = orders.createOrder(1);
      orders.addItem(first.id, mug.id, 2);
      orders.addItem(second.id, mug.id, 3);
      catalogue.changePrice(mug.id, 5000);
      assert.ok(orders.total(first.id) > 0);
      assert.ok(await orders.pay(first.id));
      declines = true;
      await assert.rejects(orders.pay(second.id));
      assert.equal(typeof orders.status(second.id), 'string');
    } finally {
      db.close();
    }
  });
});
