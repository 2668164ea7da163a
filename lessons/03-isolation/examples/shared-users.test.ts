import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { DuplicateUserError, UserRepository } from '../src/users.ts';

const alice = { username: 'alice', email: 'alice@example.com' };

describe('users', () => {
  const db = openDatabase(':memory:');
  const users = new UserRepository(db);

  it('has no users at first', () => {
    assert.equal(db.prepare('SELECT count(*) FROM users').pluck().get(), 0);
  });

  it('stores a user', () => {
    const { id } = users.create(alice);
    assert.equal(users.findById(id)?.username, 'alice');
  });

  it('refuses the same name again', () => {
    assert.throws(() => users.create(alice), DuplicateUserError);
  });
});
