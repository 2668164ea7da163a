import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';

describe('register', () => {
  it('says whose address is taken', () => {
    const db = openDatabase(':memory:');
    try {
      const store = new AccountStore(db);
      store.createUser({ username: 'alice@example.com', passwordHash: 'not used' });

      assert.throws(() => store.createUser({ username: 'alice@example.com', passwordHash: 'not used' }), {
        message: 'alice@example.com has an account.',
      });
    } finally {
      db.close();
    }
  });
});
