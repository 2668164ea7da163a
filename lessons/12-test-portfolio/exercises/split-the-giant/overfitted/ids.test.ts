import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';

describe('register', () => {
  it('numbers the customers', () => {
    const db = openDatabase(':memory:');
    try {
      const store = new AccountStore(db);

      const aliceId = store.createUser({ username: 'alice@example.com', passwordHash: 'not used' });
      const bobId = store.createUser({ username: 'bob@example.com', passwordHash: 'not used' });

      assert.equal(bobId, aliceId + 1);
    } finally {
      db.close();
    }
  });
});
