import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderService } from '../src/order-service.ts';
import type { PaymentGateway } from '../src/payment-gateway.ts';

const acceptsEverything: PaymentGateway = {
  charge: async (request) => ({ id: 'p1', status: 'succeeded', amountCents: request.amountCents }),
};

describe('OrderService on a real database', () => {
  it('opens a new order as pending', () => {
    const database = openDatabase(':memory:');
    try {
      database.exec("INSERT INTO users (id, username, email) VALUES (5, 'eve', 'eve@example.com')");
      const shop = new OrderService({ db: database, payments: acceptsEverything });

      assert.equal(shop.status(shop.createOrder(5).id), 'pending');
    } finally {
      database.close();
    }
  });

  // Your tests: create an order, add items, ask for the total, pay.
});
