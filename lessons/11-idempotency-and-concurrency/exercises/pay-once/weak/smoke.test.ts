import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { addProduct, createOrder, getOrder } from '../src/orders.ts';

describe('the shop', () => {
  it('takes an order', () => {
    const db = openDatabase();
    try {
      const lamp = addProduct(db, { name: 'lamp', priceCents: 1999, stock: 3 });
      const order = createOrder(db, 7, [{ productId: lamp.id, quantity: 1 }]);
      assert.ok(getOrder(db, order.id));
    } finally {
      db.close();
    }
  });
});
