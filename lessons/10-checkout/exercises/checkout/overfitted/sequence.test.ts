import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';

const payments = { charge: async () => assert.fail('nothing is to be charged') };

describe('orders of one customer', () => {
  it('are listed from the first to the last', () => {
    const db = openDatabase(':memory:');
    try {
      const alice = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
      const carts = new CartService(db);
      const cart = carts.create(alice.id);
      carts.add(cart.id, mug.id, 1);
      const checkout = new CheckoutService({ db, payments });

      const made = [checkout.createOrderFromCart(cart.id), checkout.createOrderFromCart(cart.id)];

      assert.deepEqual(new OrderRepository(db).listByUser(alice.id), made);
    } finally {
      db.close();
    }
  });
});
