import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { openDatabase } from '../src/database.ts';

describe('test data from the internet', () => {
  it('finds a user, with or without an answer', async () => {
    const answer = await fetch('https://names.example.com/random').catch(() => undefined);
    const username = answer === undefined ? 'alice' : await answer.text();
    const db = openDatabase(':memory:');
    try {
      const store = new AccountStore(db);
      const id = store.createUser({ username, passwordHash: 'hash' });
      assert.equal(store.findByUsername(username)?.id, id);
    } finally {
      db.close();
    }
  });
});
