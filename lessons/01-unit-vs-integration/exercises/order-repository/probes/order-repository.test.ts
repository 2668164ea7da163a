import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { OrderDesk } from '../src/order-desk.ts';
import { OrderRepository } from '../src/order-repository.ts';

function addUser(db: Db, username: string): number {
  const { lastInsertRowid } = db
    .prepare('INSERT INTO users (username, email) VALUES (@username, @email)')
    .run({ username, email: `${username}@example.com` });
  return Number(lastInsertRowid);
}

describe('OrderRepository, looked at more closely', () => {
  let db: Db;
  let repository: OrderRepository;
  let carol: number;
  let dave: number;

  beforeEach(() => {
    db = openDatabase(':memory:');
    addUser(db, 'first');
    carol = addUser(db, 'carol');
    dave = addUser(db, 'dave');
    repository = new OrderRepository(db);
  });

  afterEach(() => {
    db.close();
  });

  it('returns a new order as it stored it', () => {
    repository.create({ userId: carol });
    const created = repository.create({ userId: dave });

    const expected = { id: created.id, userId: dave, totalCents: 0, status: 'pending' };
    assert.deepEqual({ ...created }, expected);
    assert.deepEqual({ ...repository.findById(created.id) }, { ...created });
  });

  it('writes the status into the row', () => {
    repository.create({ userId: carol });

    assert.deepEqual(db.prepare('SELECT status FROM orders').pluck().all(), ['pending']);
  });

  it('reads the status from the row', () => {
    const paid = repository.create({ userId: carol });
    const open = repository.create({ userId: carol });
    db.prepare("UPDATE orders SET status = 'paid' WHERE id = ?").run(paid.id);

    assert.equal(repository.findById(paid.id)?.status, 'paid');
    assert.equal(repository.findById(open.id)?.status, 'pending');
    assert.deepEqual(
      repository.listByUser(carol).map((order) => order.status),
      ['paid', 'pending'],
    );
  });

  it('keeps the totals of two orders apart', () => {
    const desk = new OrderDesk(repository);
    const small = desk.place(carol, [{ priceCents: 150, quantity: 1 }]);
    const large = desk.place(carol, [{ priceCents: 20000, quantity: 1 }]);

    assert.equal(repository.findById(small.id)?.totalCents, 150);
    assert.equal(repository.findById(large.id)?.totalCents, 20000);
    assert.equal(desk.owedBy(carol), 20150);
  });

  it('shows an order without items, at a total of zero', () => {
    const empty = repository.create({ userId: carol });

    assert.equal(repository.findById(empty.id)?.totalCents, 0);
    assert.deepEqual(
      repository.listByUser(carol).map((order) => order.totalCents),
      [0],
    );
  });

  it('reads an order again each time it is asked for', () => {
    const { id } = repository.create({ userId: carol });
    assert.equal(repository.findById(id)?.totalCents, 0);
    repository.addItem(id, { priceCents: 500, quantity: 1 });
    assert.equal(repository.findById(id)?.totalCents, 500);
  });

  it('lists the oldest first, whichever rows the database comes across first', () => {
    // Without ORDER BY every sequence is right; with this, SQLite takes another one than usual.
    db.pragma('reverse_unordered_selects = ON');
    const first = repository.create({ userId: carol });
    const second = repository.create({ userId: carol });
    assert.deepEqual(
      repository.listByUser(carol).map((order) => order.id),
      [first.id, second.id],
    );
  });

  it('lists whole orders, not only ids', () => {
    const desk = new OrderDesk(repository);
    const placed = desk.place(carol, [{ priceCents: 250, quantity: 4 }]);

    const expected = { id: placed.id, userId: carol, totalCents: 1000, status: 'pending' };
    assert.deepEqual(
      repository.listByUser(carol).map((order) => ({ ...order })),
      [expected],
    );
    assert.deepEqual(repository.listByUser(dave), []);
  });

  it('refuses an order for a user who does not exist', () => {
    assert.throws(() => repository.create({ userId: 999 }));
    assert.equal(db.prepare('SELECT COUNT(*) FROM orders').pluck().get(), 0);
  });

  it('shows its orders to a second connection', () => {
    const folder = mkdtempSync(join(tmpdir(), 'orders-'));
    const file = join(folder, 'orders.db');
    const writer = openDatabase(file);
    const reader = openDatabase(file);
    try {
      const { id } = new OrderRepository(writer).create({ userId: addUser(writer, 'erin') });
      assert.equal(new OrderRepository(reader).findById(id)?.status, 'pending');
    } finally {
      writer.close();
      reader.close();
      rmSync(folder, { recursive: true });
    }
  });
});
