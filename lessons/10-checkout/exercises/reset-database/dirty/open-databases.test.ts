import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { resetDatabase } from '../tests/support/reset-database.ts';

describe('a database that is reset and never closed', () => {
  it('holds no orders', () => {
    const db = openDatabase(':memory:');
    resetDatabase(db);
    assert.equal(new OrderRepository(db).count(), 0);
  });
});
