import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserDirectory } from '../src/user-directory.ts';
import { UserRepository } from '../src/users.ts';

describe('alice, bob and charlie', () => {
  it('are counted, found and deleted', () => {
    const db = openDatabase(':memory:');
    try {
      const users = new UserRepository(db);
      const alice = users.create({ username: 'alice', email: 'alice@example.com' });
      users.create({ username: 'bob', email: 'bob@example.com' });
      users.create({ username: 'charlie', email: 'charlie@example.com' });
      const directory = new UserDirectory(db);

      assert.equal(directory.count(), 3);
      assert.equal(directory.search({ text: 'bob' })[0]?.email, 'bob@example.com');
      assert.equal(directory.search({ role: 'user' }).length, 3);
      assert.equal(directory.delete(alice.id), true);
      assert.equal(users.findById(alice.id), undefined);
    } finally {
      db.close();
    }
  });
});
