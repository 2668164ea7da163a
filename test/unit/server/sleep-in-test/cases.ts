import type { GoldenCase } from '../goldenCase.ts';

const action = 'await-event';

export const cases: readonly GoldenCase[] = [
  {
    name: 'an emitter of the test, with its event',
    action,
    // On a slow day the job takes longer than the test waits.
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';

describe('jobs', () => {
  it('finishes', async () => {
    const jobs = new EventEmitter();
    let finished = 0;
    setTimeout(() => {
      finished += 1;
      jobs.emit('finished');
    }, 60);
    await new Promise((resolve) => setTimeout(resolve, 20)); // it takes a while
    assert.equal(finished, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';

describe('jobs', () => {
  it('finishes', async () => {
    const jobs = new EventEmitter();
    let finished = 0;
    setTimeout(() => {
      finished += 1;
      jobs.emit('finished');
    }, 60);
    await once(jobs, 'finished'); // it takes a while
    assert.equal(finished, 1);
  });
});
`,
  },
  {
    name: 'a server that starts, by a helper that sleeps',
    action,
    // The sleep is long enough here: nothing fails, it only takes its time.
    harm: undefined,
    before: `import assert from 'node:assert/strict';
import { createServer } from 'node:http';

const sleep = (ms = 15) => new Promise((resolve) => setTimeout(resolve, ms));

describe('server', function () {
  const server = createServer();

  before(async function () {
    server.listen(0, '127.0.0.1');
    await sleep(15);
  });

  after(function (done) {
    server.close(done);
  });

  it('listens', function () {
    assert.equal(server.listening, true);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';

const sleep = (ms = 15) => new Promise((resolve) => setTimeout(resolve, ms));

describe('server', function () {
  const server = createServer();

  before(async function () {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(function (done) {
    server.close(done);
  });

  it('listens', function () {
    assert.equal(server.listening, true);
  });
});
`,
  },
  {
    name: 'a child process, by node:timers/promises',
    action,
    harm: 'failing-test',
    before: `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once as onceOf } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

describe('program', () => {
  it('ends well', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 100)']);
    await sleep(10);
    assert.equal(child.exitCode, 0);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once as onceOf } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

describe('program', () => {
  it('ends well', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 100)']);
    await onceOf(child, 'exit');
    assert.equal(child.exitCode, 0);
  });
});
`,
  },
];
