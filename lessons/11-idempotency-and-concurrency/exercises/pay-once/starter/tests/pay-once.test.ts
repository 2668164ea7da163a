import assert from 'node:assert/strict';
import nock from 'nock';
import { CheckoutService } from '../src/checkout.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { addProduct, createOrder, getOrder } from '../src/orders.ts';
import { HttpPaymentGateway } from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';
import { useNock } from './support/use-nock.ts';

// A customer who pays once, and a bank that answers. Write the tests for all the others.
describe('CheckoutService, on a good day', () => {
  useNock();

  it('marks the order as paid', async () => {
    nock('https://bank.example').post('/charges').reply(201, { id: 'p-1' });
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 5000 });
    const payments = new HttpPaymentGateway({ baseUrl: 'https://bank.example', client });
    const shop = openDatabase();
    try {
      const lamp = addProduct(shop, { name: 'lamp', priceCents: 1999, stock: 3 });
      const { id } = createOrder(shop, 7, [{ productId: lamp.id, quantity: 1 }]);

      await new CheckoutService({ db: shop, payments }).pay(id, 'first try');

      assert.equal(getOrder(shop, id).status, 'paid');
    } finally {
      shop.close();
    }
  });
});
