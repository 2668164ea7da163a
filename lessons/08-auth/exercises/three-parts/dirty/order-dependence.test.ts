import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
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

  it('registers a user', () => {
    storedId = new AccountStore(db).createUser({ username: 'alice', passwordHash: 'hash' });
    assert.ok(storedId > 0);
  });

  it('finds the user of the test before', () => {
    assert.equal(new AccountStore(db).findByUsername('alice')?.id, storedId);
  });
});
