import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a database that stays open', () => {
  it('stores a user', () => {
    const users = new UserRepository(openDatabase(':memory:'));
    const { id } = users.create({ username: 'ada', email: 'ada@example.com' });
    assert.equal(users.findById(id)?.email, 'ada@example.com');
  });
});
