import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserDirectory } from '../src/user-directory.ts';
import { UserRepository } from '../src/users.ts';
import { populate } from './support/populate.ts';

// Where does the 3 come from? Who are they? Replace this test by some that say what they are about.
describe('a populated system', () => {
  it('has three users', () => {
    const db = openDatabase(':memory:');
    try {
      populate(new UserRepository(db));
      assert.equal(new UserDirectory(db).count(), 3);
    } finally {
      db.close();
    }
  });
});
