import assert from 'node:assert/strict';
import { UserRepository } from '../src/users.ts';
import { aUser } from '../tests/support/test-data.ts';
import { openDatabase, type Db } from '../src/database.ts';

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
    storedId = new UserRepository(db).create(aUser()).id;
    assert.ok(storedId > 0);
  });

  it('finds the user of the test before', () => {
    assert.equal(new UserRepository(db).findById(storedId)?.id, storedId);
  });
});
