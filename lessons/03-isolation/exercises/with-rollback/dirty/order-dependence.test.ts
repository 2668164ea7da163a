import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('tests that build on each other', () => {
  let db: Db;
  let storedId = 0;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  it('stores a user', () => {
    storedId = new UserRepository(db).create({ username: 'ada', email: 'ada@example.com' }).id;
    assert.ok(storedId > 0);
  });

  it('finds the user of the test before', () => {
    assert.equal(new UserRepository(db).findById(storedId)?.username, 'ada');
  });
});
