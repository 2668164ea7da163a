import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';

describe('a list, in the sequence that it happens to have', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('begins with the oldest', () => {
    const user = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
    const orders = new OrderRepository(db);
    for (const totalCents of [100, 200]) orders.create({ userId: user.id, totalCents });
    assert.deepEqual(
      orders.listByUser(user.id).map(({ totalCents }) => totalCents),
      [100, 200],
    );
  });
});
