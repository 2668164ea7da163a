import assert from 'node:assert/strict';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';
import { useTestDb } from '../tests/support/use-test-db.ts';

// Green with a good fixture, and green with a broken one: a suite that passes proves no fixture.
describe('one order', () => {
  const db = useTestDb();

  it('belongs to the user who placed it', () => {
    const { id } = new UserRepository(db()).create({ username: 'ada', email: 'ada@example.com' });
    const order = new OrderRepository(db()).create({ userId: id, totalCents: 1250 });
    assert.equal(new OrderRepository(db()).findById(order.id)?.userId, id);
  });
});
