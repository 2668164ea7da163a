import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('tests that pass a cart on to each other', () => {
  let db: Db;
  let cartId = 0;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  it('fills the cart', () => {
    const user = new UserRepository(db).create({ username: 'alice', email: 'a@example.com' });
    const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
    cartId = new CartService(db).create(user.id).id;
    new CartService(db).add(cartId, mug.id, 2);
    assert.equal(new CartService(db).items(cartId).length, 1);
  });

  it('makes an order of the cart of the test before', () => {
    const payments = { charge: async () => assert.fail('nothing is to be charged') };
    const order = new CheckoutService({ db, payments }).createOrderFromCart(cartId);
    assert.equal(order.totalCents, 2000);
  });
});
