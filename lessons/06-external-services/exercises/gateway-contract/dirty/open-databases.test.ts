import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';

describe('payments kept in a database that stays open', () => {
  it('stores the payment', async () => {
    const db = new Database(':memory:').exec('CREATE TABLE payments (id TEXT PRIMARY KEY) STRICT');
    const charge = { orderId: 1, amountCents: 500, idempotencyKey: 'order-1' };
    const { id } = await new FakePaymentGateway().charge(charge);
    db.prepare('INSERT INTO payments (id) VALUES (?)').run(id);
    assert.equal(db.prepare('SELECT id FROM payments').pluck().get(), id);
  });
});
