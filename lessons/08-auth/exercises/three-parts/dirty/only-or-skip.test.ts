import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { openDatabase, type Db } from '../src/database.ts';

describe('a suite narrowed while debugging', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it.only('knows nobody at first', () => {
    assert.equal(new AccountStore(db).findByUsername('alice'), undefined);
  });

  it('has no session at first', () => {
    assert.equal(new AccountStore(db).findSession('hash'), undefined);
  });
});
