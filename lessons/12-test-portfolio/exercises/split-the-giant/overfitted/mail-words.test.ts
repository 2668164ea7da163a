import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';
import { Receipts } from '../src/receipts.ts';
import type { Mail } from '../src/receipts.ts';

describe('email', () => {
  it('says thank you', async () => {
    const db = openDatabase(':memory:');
    try {
      const userId = new AccountStore(db).createUser({ username: 'alice@example.com', passwordHash: '-' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 });
      const orders = new OrderService({
        db,
        payments: { charge: async (charge) => ({ ...charge, id: 'pay-1', status: 'succeeded' }) },
      });
      const { id } = orders.createOrder(userId);
      orders.addItem(id, mug.id, 4);
      await orders.pay(id);
      const sent: Mail[] = [];

      await new Receipts({ db, mailer: { send: async (mail) => void sent.push(mail) } }).send(id);

      assert.equal(sent[0]?.text, 'We have received $40.00. Thank you.');
    } finally {
      db.close();
    }
  });
});
