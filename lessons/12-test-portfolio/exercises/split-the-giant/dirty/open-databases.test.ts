import assert from 'node:assert/strict';
import { AccountStore } from '../src/accounts.ts';
import { openDatabase } from '../src/database.ts';

describe('a database that stays open', () => {
  it('finds nobody', () => {
    const store = new AccountStore(openDatabase(':memory:'));
    assert.equal(store.findByUsername('alice@example.com'), undefined);
  });
});
