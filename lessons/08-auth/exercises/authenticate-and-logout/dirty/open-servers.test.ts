import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AccountStore } from '../src/account-store.ts';
import { openDatabase } from '../src/database.ts';

describe('a server that keeps listening', () => {
  it('knows nobody at first', async () => {
    const db = openDatabase(':memory:');
    try {
      const store = new AccountStore(db);
      const server = createServer((_request, response) => {
        response.end(String(store.findByUsername('alice')?.id));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      assert.equal(store.findByUsername('alice'), undefined);
    } finally {
      db.close();
    }
  });
});
