import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { addProduct, stockOf } from '../src/orders.ts';

describe('a shop that stays open', () => {
  it('has a lamp', () => {
    const db = openDatabase();
    const lamp = addProduct(db, { name: 'lamp', priceCents: 1999, stock: 3 });
    assert.equal(stockOf(db, lamp.id), 3);
  });
});
