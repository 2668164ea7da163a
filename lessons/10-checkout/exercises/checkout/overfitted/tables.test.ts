import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

const payments = { charge: async () => assert.fail('nothing is to be charged') };

describe('an order', () => {
  it('has its lines in a table', () => {
    const db = openDatabase(':memory:');
    try {
      const alice = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
      const carts = new CartService(db);
      const cart = carts.create(alice.id);
      carts.add(cart.id, mug.id, 3);

      new CheckoutService({ db, payments }).createOrderFromCart(cart.id);

      assert.equal(db.prepare('SELECT quantity FROM order_lines').pluck().get(), 3);
    } finally {
      db.close();
    }
  });
});
