import assert from 'node:assert/strict';
import { UserRepository } from '../src/users.ts';
import { aUser } from '../tests/support/test-data.ts';
import { openDatabase, type Db } from '../src/database.ts';

describe('a suite narrowed while debugging', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it.only('finds nobody in an empty database', () => {
    assert.equal(new UserRepository(db).findById(1), undefined);
  });

  it('stores a user', () => {
    assert.ok(new UserRepository(db).create(aUser()).id > 0);
  });
});
