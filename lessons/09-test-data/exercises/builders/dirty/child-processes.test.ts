import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { UserRepository } from '../src/users.ts';
import { openDatabase } from '../src/database.ts';

describe('a process that nobody ends', () => {
  it('finds nobody in an empty database', async () => {
    const helper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 5000)'], {
      stdio: 'ignore',
    });
    await once(helper, 'spawn');
    const db = openDatabase(':memory:');
    try {
      assert.equal(new UserRepository(db).findById(1), undefined);
    } finally {
      db.close();
    }
  });
});
