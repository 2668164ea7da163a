import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FakeClock } from '../tests/support/fake-clock.ts';

const waits = 'setTimeout(() => {}, 60_000)';

describe('a bank in a process that nobody ends', () => {
  it('is started', async () => {
    const bank = spawn(process.execPath, ['-e', waits], { stdio: 'ignore' });
    await once(bank, 'spawn');
    assert.equal(new FakeClock(7).now(), 7);
  });
});
