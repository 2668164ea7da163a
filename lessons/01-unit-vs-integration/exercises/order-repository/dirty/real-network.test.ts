import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/order-repository.ts';

describe('asks a service of somebody else', () => {
  it('lists no order, whoever the user is', async () => {
    const user = await fetch('https://users.example.com/1').catch(() => undefined);
    const db = openDatabase(':memory:');
    try {
      assert.deepEqual(new OrderRepository(db).listByUser(user === undefined ? 1 : 2), []);
    } finally {
      db.close();
    }
  });
});
