import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';

describe('asks a service on the internet', () => {
  it('sells at most what there is', async () => {
    const db = openDatabase(':memory:');
    try {
      const approvalUrl = 'https://approvals.example.com';
      const desk = new SalesDesk({ db, approvalUrl, mailUrl: approvalUrl });
      const productId = desk.addProduct('lamp', 1);
      await desk.sell({ productId, quantity: 1, email: 'ada@example.com' }).catch(() => undefined);
      assert.ok(desk.stock(productId) >= 0);
    } finally {
      db.close();
    }
  });
});
