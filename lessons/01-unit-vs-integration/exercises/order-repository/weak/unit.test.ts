import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { OrderDesk } from '../src/order-desk.ts';
import { OrderRepository } from '../src/order-repository.ts';

const row = { id: 1, userId: 3, totalCents: 4000, status: 'pending' };

/** Answers every query with one row, and every write with a first id. */
function stubDatabase(): Db {
  const statement = {
    get: () => row,
    all: () => [row],
    run: () => ({ changes: 1, lastInsertRowid: 1 }),
  };
  const stub: unknown = { prepare: () => statement };
  // Only `prepare` is used, so the rest of the interface is left out.
  return stub as Db;
}

describe('OrderRepository with its database doubled', () => {
  it('returns the new order', () => {
    const order = new OrderRepository(stubDatabase()).create({ userId: 3 });
    assert.deepEqual(order, { id: 1, userId: 3, totalCents: 0, status: 'pending' });
  });

  it('hands on the row it finds', () => {
    assert.deepEqual(new OrderRepository(stubDatabase()).findById(1), row);
  });

  it('hands on the rows it lists', () => {
    assert.deepEqual(new OrderRepository(stubDatabase()).listByUser(3), [row]);
  });

  it('serves the order desk', () => {
    const desk = new OrderDesk(new OrderRepository(stubDatabase()));
    assert.equal(desk.place(3, [{ priceCents: 1000, quantity: 4 }]).totalCents, 4000);
    assert.equal(desk.owedBy(3), 4000);
  });
});
