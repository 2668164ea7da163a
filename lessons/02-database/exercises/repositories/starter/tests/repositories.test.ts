import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

// This test is fine, and proves next to nothing. Write the ones that do.
describe('UserRepository on SQLite', () => {
  it('finds nobody in an empty database', () => {
    const empty = openDatabase(':memory:');
    try {
      assert.equal(new UserRepository(empty).findById(1), undefined);
    } finally {
      empty.close();
    }
  });
});
