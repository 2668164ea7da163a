import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';

// The happy path as it is often written: it believes what `create` returns.
describe('users and orders', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('creates a user', () => {
    const user = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
    assert.equal(user.username, 'alice');
    assert.equal(user.email, 'alice@example.com');
    assert.equal(user.role, 'user');
  });

  it('creates an order for the user', () => {
    const user = new UserRepository(db).create({ username: 'alice', email: 'alice@example.com' });
    const orders = new OrderRepository(db);
    const order = orders.create({ userId: user.id, totalCents: 10_000 });
    assert.equal(order.totalCents, 10_000);
    assert.equal(order.status, 'pending');
    assert.equal(orders.listByUser(user.id).length, 1);
  });
});
