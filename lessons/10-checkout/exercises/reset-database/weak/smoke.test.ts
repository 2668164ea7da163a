import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { resetDatabase } from '../tests/support/reset-database.ts';

describe('the reset', () => {
  it('runs on an empty database', () => {
    const db = openDatabase(':memory:');
    try {
      resetDatabase(db);
      assert.equal(new OrderRepository(db).count(), 0);
    } finally {
      db.close();
    }
  });
});
