import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountStore } from '../src/account-store.ts';
import { openDatabase } from '../src/database.ts';

describe('a database file that nobody removes', () => {
  it('is there after a restart', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'auth-')), 'auth.sqlite');
    const before = openDatabase(file);
    const id = new AccountStore(before).createUser({ username: 'alice', passwordHash: 'hash' });
    before.close();

    const after = openDatabase(file);
    const found = new AccountStore(after).findByUsername('alice');
    after.close();
    assert.equal(found?.id, id);
  });
});
