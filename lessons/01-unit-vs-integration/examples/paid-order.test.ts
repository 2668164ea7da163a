import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';

export function markPaid(db: Db, orderId: number): void {
  db.prepare("UPDATE orders SET status = 'paid' WHERE id = ?").run(orderId);
}

export function revenueCents(db: Db): number {
  const row = db
    .prepare<[], { cents: number }>(
      "SELECT COALESCE(SUM(total_cents), 0) AS cents FROM orders WHERE status = 'completed'",
    )
    .get();
  return row?.cents ?? 0;
}

/** Runs no SQL: every statement of it answers what it was told to answer. */
function stubDatabase(answer: object): Db {
  return { prepare: () => ({ run: () => undefined, get: () => answer }) } as unknown as Db;
}

it('marks an order paid (unit)', () => {
  assert.doesNotThrow(() => markPaid(stubDatabase({}), 7));
});

it('reports the revenue (unit)', () => {
  assert.equal(revenueCents(stubDatabase({ cents: 4000 })), 4000);
});

it('counts a paid order as revenue (integration)', () => {
  const db = openDatabase(':memory:');
  try {
    db.exec(`
      INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com');
      INSERT INTO orders (id, user_id, total_cents, status) VALUES (7, 1, 4000, 'pending');
    `);
    markPaid(db, 7);
    assert.equal(revenueCents(db), 4000);
  } finally {
    db.close();
  }
});
