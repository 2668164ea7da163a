import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { openDatabase } from '../src/database.ts';

describe('a database that stays open', () => {
  it('knows nobody at first', () => {
    assert.equal(new AccountStore(openDatabase(':memory:')).findByUsername('alice'), undefined);
  });
});
