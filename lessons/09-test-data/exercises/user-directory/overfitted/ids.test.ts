import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('users, with the ids that they happen to have', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('are numbered', () => {
    const users = new UserRepository(db);
    const made = ['ann', 'bea'].map((username) =>
      users.create({ username, email: `${username}@example.com` }),
    );
    assert.deepEqual(
      made.map(({ id }) => id - (made[0]?.id ?? 0)),
      [0, 1],
    );
  });
});
