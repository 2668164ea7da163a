import assert from 'node:assert/strict';
import { UserRepository } from '../src/users.ts';
import { aUser } from '../tests/support/test-data.ts';
import { openDatabase } from '../src/database.ts';

describe('test data from the internet', () => {
  it('finds a user, with or without an answer', async () => {
    const answer = await fetch('https://names.example.com/random').catch(() => undefined);
    const username = answer === undefined ? 'alice' : await answer.text();
    const db = openDatabase(':memory:');
    try {
      const users = new UserRepository(db);
      const id = users.create(aUser({ username })).id;
      assert.equal(users.findById(id)?.id, id);
    } finally {
      db.close();
    }
  });
});
