import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { AccountStore } from '../src/account-store.ts';
import { openDatabase } from '../src/database.ts';

describe('a process that nobody ends', () => {
  it('knows nobody at first', async () => {
    const helper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], {
      stdio: 'ignore',
    });
    await once(helper, 'spawn');
    const db = openDatabase(':memory:');
    try {
      assert.equal(new AccountStore(db).findByUsername('alice'), undefined);
    } finally {
      db.close();
    }
  });
});
