import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { OrderDesk } from '../src/order-desk.ts';
import { OrderRepository } from '../src/order-repository.ts';

const alice = 11;
const bob = 12;

describe('OrderRepository on a real database', () => {
  let db: Db;
  let repository: OrderRepository;

  beforeEach(() => {
    db = openDatabase(':memory:');
    const insert = db.prepare('INSERT INTO users (id, username, email) VALUES (?, ?, ?)');
    insert.run(alice, 'alice', 'alice@example.com');
    insert.run(bob, 'bob', 'bob@example.com');
    repository = new OrderRepository(db);
  });

  afterEach(() => {
    db.close();
  });

  it('finds the order it created', () => {
    const created = repository.create({ userId: alice });
    repository.addItem(created.id, { priceCents: 1000, quantity: 1 });

    const expected = { id: created.id, userId: alice, totalCents: 1000, status: 'pending' };
    assert.deepEqual({ ...repository.findById(created.id) }, expected);
  });

  it('gives each order an id of its own', () => {
    const first = repository.create({ userId: alice });
    const second = repository.create({ userId: bob });

    assert.notEqual(second.id, first.id);
    assert.equal(repository.findById(second.id)?.userId, bob);
  });

  it('counts every piece of an item', () => {
    const { id } = repository.create({ userId: alice });
    repository.addItem(id, { priceCents: 1000, quantity: 2 });
    repository.addItem(id, { priceCents: 2000, quantity: 1 });

    assert.equal(repository.findById(id)?.totalCents, 4000);
  });

  it('returns undefined for an order that does not exist', () => {
    assert.equal(repository.findById(999), undefined);
  });

  it('lists the orders of one user, oldest first', () => {
    const desk = new OrderDesk(repository);
    const pens = desk.place(alice, [{ priceCents: 300, quantity: 1 }]);
    desk.place(bob, [{ priceCents: 9900, quantity: 1 }]);
    const ink = desk.place(alice, [{ priceCents: 700, quantity: 1 }]);

    assert.deepEqual(
      repository.listByUser(alice).map((order) => order.id),
      [pens.id, ink.id],
    );
  });
});
