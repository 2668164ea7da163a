import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/order-repository.ts';

describe('opens a database and leaves it open', () => {
  it('finds no order', () => {
    const db = openDatabase(':memory:');
    assert.equal(new OrderRepository(db).findById(1), undefined);
  });
});
