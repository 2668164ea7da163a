import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SoldOutError } from '../src/sales-desk.ts';

const waits = 'setTimeout(() => {}, 60_000)';

describe('a mail server in a process that nobody ends', () => {
  it('is started', async () => {
    const mailServer = spawn(process.execPath, ['-e', waits], { stdio: 'ignore' });
    await once(mailServer, 'spawn');
    assert.equal(new SoldOutError('No.').name, 'SoldOutError');
  });
});
