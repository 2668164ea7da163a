import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a deletion, as it happens to be done', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('leaves no row', () => {
    const users = new UserRepository(db);
    users.delete(users.create({ username: 'ada', email: 'ada@example.com' }).id);
    assert.deepEqual(db.prepare('SELECT * FROM users').all(), []);
  });
});
