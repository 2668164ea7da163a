import assert from 'node:assert/strict';
import nock from 'nock';
import { CartService } from '../src/cart-service.ts';
import { Catalogue } from '../src/catalogue.ts';
import { CheckoutService } from '../src/checkout-service.ts';
import { openDatabase } from '../src/database.ts';
import { HttpPaymentGateway } from '../src/payment-gateway.ts';
import { RetryingClient, systemClock } from '../src/retrying-client.ts';
import { UserRepository } from '../src/users.ts';

// The whole story once, for one customer, believing every object it is given.
describe('the complete order flow', () => {
  it('goes from the cart to the payment', async () => {
    const db = openDatabase(':memory:');
    nock.disableNetConnect();
    try {
      nock('https://pay.example.com')
        .post('/charges')
        .reply(201, { id: 'pay-1', status: 'succeeded', amountCents: 4000 });
      const client = new RetryingClient({ clock: systemClock, attempts: 3, timeoutMs: 500 });
      const payments = new HttpPaymentGateway({ baseUrl: 'https://pay.example.com', client });
      const checkout = new CheckoutService({ db, payments });
      const carts = new CartService(db);

      const user = new UserRepository(db).create({ username: 'alice', email: 'a@example.com' });
      const mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000, stock: 10 });
      const teapot = new Catalogue(db).add({ name: 'Teapot', priceCents: 2000, stock: 10 });
      const cart = carts.create(user.id);
      carts.add(cart.id, mug.id, 2);
      carts.add(cart.id, teapot.id, 1);
      const order = checkout.createOrderFromCart(cart.id);
      const payment = await checkout.pay(order.id, 'key-1');

      assert.equal(order.status, 'pending');
      assert.equal(order.totalCents, 4000);
      assert.equal(payment.status, 'succeeded');
      assert.equal(payment.amountCents, 4000);
    } finally {
      db.close();
      nock.cleanAll();
      nock.enableNetConnect();
      nock.restore();
    }
  });
});
