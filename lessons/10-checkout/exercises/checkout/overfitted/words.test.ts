import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

const payments = { charge: async () => assert.fail('nothing is to be charged') };

describe('an order of too much', () => {
  it('says how much', () => {
    const db = openDatabase(':memory:');
    try {
      const alice = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
      const carts = new CartService(db);
      const cart = carts.create(alice.id);
      carts.add(cart.id, mug.id, 11);
      const checkout = new CheckoutService({ db, payments });

      assert.throws(() => checkout.createOrderFromCart(cart.id), /^OutOfStockError: Fewer than 11 pieces/);
    } finally {
      db.close();
    }
  });
});
