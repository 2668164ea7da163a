import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through two carts', async () => {
    const db = openDatabase(':memory:');
    try {
      let declines = false;
      const payments = {
        charge: async ({ amountCents }: { amountCents: number }) => {
          if (declines) throw new Error('no');
          return { id: 'pay-1', status: 'succeeded', amountCents } as const;
        },
      };
      const checkout = new CheckoutService({ db, payments });
      const carts = new CartService(db);
      const user = new UserRepository(db).create({ username: 'alice', email: 'a@example.com' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
      const first = carts.create(user.id);
      const second = carts.create(user.id);
      carts.add(first.id, mug.id, 1);
      carts.add(second.id, mug.id, 1);

      const paid = checkout.createOrderFromCart(first.id);
      const refused = checkout.createOrderFromCart(second.id);
      assert.ok(await checkout.pay(paid.id, 'key-1'));
      declines = true;
      await assert.rejects(checkout.pay(refused.id, 'key-2'));
      assert.ok(new OrderRepository(db).findById(paid.id));
      assert.equal(new OrderRepository(db).listByUser(user.id).length, 2);
    } finally {
      db.close();
    }
  });
});
