import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { openDatabase } from '../src/database.ts';
import { OrderRepository } from '../src/order-repository.ts';

describe('starts a server and never closes it', () => {
  it('serves no order', async () => {
    const db = openDatabase(':memory:');
    try {
      const repository = new OrderRepository(db);
      const server = createServer((_request, response) => {
        response.end(JSON.stringify(repository.listByUser(1)));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      assert.deepEqual(repository.listByUser(1), []);
    } finally {
      db.close();
    }
  });
});
