import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';

describe('services that go on answering', () => {
  it('lets a customer buy', async () => {
    if (!nock.isActive()) nock.activate();
    nock('https://approvals.example').persist().post('/approvals').reply(204);
    const db = openDatabase(':memory:');
    try {
      const approvalUrl = 'https://approvals.example';
      const desk = new SalesDesk({ db, approvalUrl, mailUrl: approvalUrl });
      const productId = desk.addProduct('lamp', 1);
      await desk.sell({ productId, quantity: 1, email: 'ada@example.com' });
      assert.equal(desk.stock(productId), 0);
    } finally {
      db.close();
      nock.restore();
    }
  });
});
