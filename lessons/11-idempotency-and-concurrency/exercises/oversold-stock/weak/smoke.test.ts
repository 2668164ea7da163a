import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';

describe('the sales desk', () => {
  it('opens', () => {
    const db = openDatabase(':memory:');
    try {
      const approvalUrl = 'https://approvals.example';
      const desk = new SalesDesk({ db, approvalUrl, mailUrl: 'https://mail.example' });
      assert.ok(desk.addProduct('lamp', 1));
    } finally {
      db.close();
    }
  });
});
