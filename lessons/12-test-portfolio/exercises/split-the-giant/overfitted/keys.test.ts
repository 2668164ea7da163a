import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';
import type { Charge } from '../src/payment-gateway.ts';

describe('payment', () => {
  it('has the order in its key', async () => {
    const db = openDatabase(':memory:');
    try {
      const userId = new AccountStore(db).createUser({ username: 'alice@example.com', passwordHash: '-' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 });
      const keys: string[] = [];
      const charge = async ({ amountCents, idempotencyKey }: Charge) => {
        keys.push(idempotencyKey);
        return { id: 'pay-1', status: 'succeeded', amountCents } as const;
      };
      const orders = new OrderService({ db, payments: { charge } });
      const { id } = orders.createOrder(userId);
      orders.addItem(id, mug.id, 1);

      await orders.pay(id);

      assert.deepEqual(keys, [`order-${id}`]);
    } finally {
      db.close();
    }
  });
});
