import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserDirectory } from '../src/user-directory.ts';
import { UserRepository } from '../src/users.ts';
import { aUser } from '../tests/support/a-user.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through the directory', () => {
    const db = openDatabase(':memory:');
    try {
      const users = new UserRepository(db);
      const { id } = users.create(aUser({ role: 'admin' }));
      users.create(aUser());
      const directory = new UserDirectory(db);
      assert.ok(directory.count() > 0);
      assert.ok(directory.search({ text: '%' }));
      assert.ok(directory.search({ text: 'USER', role: 'admin' }));
      assert.ok(directory.delete(id));
      assert.equal(typeof directory.count(), 'number');
    } finally {
      db.close();
    }
  });
});
