import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';

describe('the shop', () => {
  it('starts', () => {
    const db = openDatabase(':memory:');
    try {
      assert.ok(new UserRepository(db).create({ username: 'x', email: 'x@example.com' }).id);
      assert.deepEqual(new OrderRepository(db).listByUser(1), []);
    } finally {
      db.close();
    }
  });
});
