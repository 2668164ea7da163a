import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: child processes', function () {
  this.timeout(20_000);

  it('finds those that still run, and not those that ended or were told to', async () => {
    const seen = await observe(`import assert from 'node:assert/strict';
import { execFile, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
const idle = ['-e', 'setInterval(() => {}, 1000)'];
describe('children', () => {
  let shared;
  before(() => {
    shared = spawn(process.execPath, idle);
  });
  after(() => {
    shared.kill();
  });
  it('leaves one', () => {
    spawn(process.execPath, idle, { stdio: 'ignore' }).unref();
  });
  it('waits for one', async () => {
    assert.equal((await promisify(execFile)(process.execPath, ['-p', '1'])).stdout, '1\\n');
  });
  it('starts one that does not exist', async () => {
    await once(spawn('no-such-program'), 'error').catch(() => undefined);
  });
  it('ends a group from outside', () => {
    const child = spawn(process.execPath, idle, { detached: true });
    process.kill(-child.pid);
  });
});
`);
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), [
      ['child-processes', 'leaves one', "spawn(process.execPath, idle, { stdio: 'ignore' }).unref();"],
    ]);
    assert.match(seen.findings[0]?.message ?? '', /still running.*child\.kill\(\)/);
  });
});
