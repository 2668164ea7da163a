import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('test data from the internet', () => {
  it('stores a user, with or without an answer', async () => {
    const answer = await fetch('https://names.example.com/random').catch(() => undefined);
    const username = answer === undefined ? 'ada' : await answer.text();
    const db = openDatabase(':memory:');
    try {
      const users = new UserRepository(db);
      const { id } = users.create({ username, email: 'ada@example.com' });
      assert.equal(users.findById(id)?.username, username);
    } finally {
      db.close();
    }
  });
});
