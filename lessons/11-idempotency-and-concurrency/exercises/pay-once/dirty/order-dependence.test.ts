import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { addProduct, createOrder } from '../src/orders.ts';

describe('tests that share one shop', () => {
  let db: Db;
  let lampId = 0;

  before(() => {
    db = openDatabase();
  });

  after(() => {
    db.close();
  });

  it('has a lamp', () => {
    lampId = addProduct(db, { name: 'lamp', priceCents: 1999, stock: 3 }).id;
    assert.ok(lampId > 0);
  });

  it('takes an order for the lamp of the test before', () => {
    assert.equal(createOrder(db, 7, [{ productId: lampId, quantity: 1 }]).totalCents, 1999);
  });
});
