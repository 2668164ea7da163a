import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a user, with the id that it happens to get', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('is number 1', () => {
    assert.equal(new UserRepository(db).create({ username: 'ada', email: 'ada@example.com' }).id, 1);
  });
});
