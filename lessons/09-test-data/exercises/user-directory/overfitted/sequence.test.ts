import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserDirectory } from '../src/user-directory.ts';
import { UserRepository } from '../src/users.ts';

describe('a search, in the sequence that it happens to have', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('begins with the oldest', () => {
    const users = new UserRepository(db);
    for (const username of ['bea', 'ann']) users.create({ username, email: `${username}@example.com` });
    assert.deepEqual(
      new UserDirectory(db).search({}).map(({ username }) => username),
      ['bea', 'ann'],
    );
  });
});
