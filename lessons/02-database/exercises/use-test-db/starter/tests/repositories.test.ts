import assert from 'node:assert/strict';
import { OrderRepository, UnknownUserError } from '../src/orders.ts';
import { DuplicateUserError, UserRepository } from '../src/users.ts';
import { useTestDb } from './support/use-test-db.ts';

const lin = { username: 'lin', email: 'lin@example.com' };

describe('repositories with useTestDb', () => {
  const db = useTestDb();

  it('finds a user who was stored', () => {
    const users = new UserRepository(db());
    const { id } = users.create(lin);
    assert.equal(users.findById(id)?.email, lin.email);
  });

  it('allows a username once', () => {
    const users = new UserRepository(db());
    users.create(lin);
    assert.throws(() => users.create(lin), DuplicateUserError);
  });

  it('has no orders of a new user', () => {
    const { id } = new UserRepository(db()).create(lin);
    assert.deepEqual(new OrderRepository(db()).listByUser(id), []);
  });

  it('takes no order from a stranger', () => {
    const orders = new OrderRepository(db());
    assert.throws(() => orders.create({ userId: 999, totalCents: 250 }), UnknownUserError);
  });
});
