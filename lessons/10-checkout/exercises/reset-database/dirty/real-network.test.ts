import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('test data from the internet', () => {
  it('stores a user, with or without an answer', async () => {
    const answer = await fetch('https://names.example.com/random').catch(() => undefined);
    const username = answer === undefined ? 'ada' : await answer.text();
    const db = openDatabase(':memory:');
    try {
      const user = new UserRepository(db).create({ username, email: 'ada@example.com' });
      assert.equal(user.username, username);
    } finally {
      db.close();
    }
  });
});
