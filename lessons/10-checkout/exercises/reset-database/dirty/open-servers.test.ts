import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';

describe('a server that keeps listening', () => {
  it('counts no orders', async () => {
    const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const db = openDatabase(':memory:');
    try {
      assert.equal(new OrderRepository(db).count(), 0);
    } finally {
      db.close();
    }
  });
});
