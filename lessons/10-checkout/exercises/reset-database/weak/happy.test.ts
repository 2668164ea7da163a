import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';
import { resetAroundEach } from '../tests/support/reset-database.ts';

// Green with a good fixture, and green with a broken one: a single test needs no reset.
describe('users in a shared database', () => {
  const db = openDatabase(':memory:');

  after(() => {
    db.close();
  });

  resetAroundEach(() => db);

  it('have no orders at first', () => {
    const { id } = new UserRepository(db).create({ username: 'ada', email: 'ada@example.com' });
    assert.deepEqual(new OrderRepository(db).listByUser(id), []);
  });
});
