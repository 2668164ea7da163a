import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('an error, in the words that it happens to have', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('names the username', () => {
    const users = new UserRepository(db);
    users.create({ username: 'alice', email: 'alice@example.com' });
    assert.throws(() => users.create({ username: 'alice', email: 'other@example.com' }), {
      message: 'The username alice is taken.',
    });
  });
});
