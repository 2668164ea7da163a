import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';

describe('a giant cut into slices that need each other', () => {
  let db: Db;
  let id = 0;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  it('opens an account', () => {
    id = new AccountStore(db).createUser({ username: 'alice@example.com', passwordHash: '-' });
    assert.ok(id > 0);
  });

  it('finds the account of the test before', () => {
    assert.equal(new AccountStore(db).findByUsername('alice@example.com')?.id, id);
  });
});
