import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { UserRepository } from '../src/users.ts';
import { openDatabase } from '../src/database.ts';

describe('a server that keeps listening', () => {
  it('finds nobody in an empty database', async () => {
    const db = openDatabase(':memory:');
    try {
      const users = new UserRepository(db);
      const server = createServer((_request, response) => {
        response.end(String(users.findById(1)?.id));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      assert.equal(users.findById(1), undefined);
    } finally {
      db.close();
    }
  });
});
