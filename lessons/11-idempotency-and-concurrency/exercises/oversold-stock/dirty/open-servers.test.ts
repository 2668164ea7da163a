import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '../src/database.ts';
import { SalesDesk } from '../src/sales-desk.ts';

describe('an approval service that never closes', () => {
  it('lets a customer buy', async () => {
    const server = createServer((_request, response) => response.writeHead(204).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const approvalUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const db = openDatabase(':memory:');
    try {
      const desk = new SalesDesk({ db, approvalUrl, mailUrl: approvalUrl });
      const productId = desk.addProduct('lamp', 1);
      await desk.sell({ productId, quantity: 1, email: 'ada@example.com' });
      assert.equal(desk.stock(productId), 0);
    } finally {
      db.close();
    }
  });
});
