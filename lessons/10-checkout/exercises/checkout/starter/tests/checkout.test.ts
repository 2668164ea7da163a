import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a shop with a cart', () => {
  it('remembers what was put into it', () => {
    const shop = openDatabase(':memory:');
    try {
      const eve = new UserRepository(shop).create({ username: 'eve', email: 'eve@example.com' });
      const bowl = new Catalogue(shop).add({ name: 'Bowl', priceCents: 750, stock: 3 });
      const basket = new CartService(shop).create(eve.id);
      new CartService(shop).add(basket.id, bowl.id, 2);

      const expected = [{ productId: bowl.id, quantity: 2, priceCents: 750 }];
      assert.deepEqual(new CartService(shop).items(basket.id), expected);
    } finally {
      shop.close();
    }
  });

  // Your tests: make an order of the cart and pay it. Use the real HttpPaymentGateway, and let
  // nock answer for the payment company: yes in some tests, no in others.
});
