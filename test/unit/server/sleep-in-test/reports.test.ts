import assert from 'node:assert/strict';
import { awaitEvent } from '../../../../src/server/actions/awaitEvent.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { sleepInTest } from '../../../../src/server/rules/sleepInTest.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'a promise and a timer, in every form': `it('a', async () => {
  await new Promise((resolve) => setTimeout(resolve, 500)); // ←
  await new Promise<void>((resolve) => { setTimeout(resolve, 1_000); }); // ←
  await new Promise(function (ok) { return setTimeout(() => ok(), 20); }); // ←
  await (new Promise((r) => void 0, 5), new Promise((r) => setTimeout(r, 30)));
});`,
  'the promises of Node': `import { setTimeout as sleep, scheduler } from 'node:timers/promises';
import timers from 'timers/promises';
import { promisify } from 'node:util';
const wait = promisify(setTimeout);
before(async () => {
  await sleep(100); // ←
  await scheduler.wait(100); // ←
  await timers.setTimeout(100); // ←
  await wait(100); // ←
});`,
  'a helper of the file': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function settle() { await sleep(50); }
function pause() { return sleep(200); }
it('a', async () => {
  await sleep(300); // ←
  await settle(); // ←
  await pause(); // ←
});`,
  'a helper of another file, or the package': `import { sleep } from './helpers.ts';
import delay from 'delay';
const LONG = 500;
it('a', async function () {
  await sleep(LONG); // ←
  await delay(100); // ←
});`,
  'inside blocks of the test': `it('a', async () => {
  try { if (slow) { await new Promise((r) => setTimeout(r, 100)); } } finally { stop(); } // ←
});`,
  'a time that is worked out': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
it('a', async () => { await sleep(ttl + 10); }); // ←`,
};

const silent: Readonly<Record<string, string>> = {
  'a turn of the event loop': `import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
const pause = (ms = 1) => new Promise((resolve) => setTimeout(resolve, ms));
it('a', async () => {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await new Promise((resolve) => setTimeout(resolve));
  await new Promise(setImmediate); await turn(); await sleep(1); await pause(); await sleep();
});`,
  'a test that is switched off': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
xit('a', async () => { await sleep(50); });
it.skip('b', async () => { await sleep(50); });
describe.skip('x', () => {
  before(async () => { await sleep(50); });
  describe('y', () => { it('c', async () => { await sleep(50); }); });
});`,
  'a test of something that does not come': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
it('sends nothing when it is closed', async () => { close(); await sleep(50); check(seen); });
it("doesn't ask again", async () => { load(); await sleep(50); check(calls); });
it('gets no events', async () => { await sleep(50); check(seen); });`,
  'a slow stub server': `import { createServer } from 'node:http';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
before(() => {
  createServer(async (request, response) => { await sleep(100); response.end(); }).listen(0);
});
it('a', async () => { const slow = async () => { await sleep(50); return 1; }; await run(slow); });`,
  'a slow reply of nock': `import nock from 'nock';
import { setTimeout as sleep } from 'node:timers/promises';
it('a', async () => {
  nock('http://a.test').get('/').reply(async () => { await sleep(100); return [200]; });
});`,
  'a loop that asks again': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(ready) { while (!ready()) await sleep(20); }
it('a', async () => {
  while (!done()) await sleep(20);
  do { await sleep(20); } while (!done());
  await until(done);
});`,
  'a time limit for something else': `const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
it('a', async () => {
  await Promise.race([work(), sleep(500)]);
  await new Promise((resolve, reject) => setTimeout(reject, 500));
  await new Promise((resolve) => { start(resolve); setTimeout(resolve, 500); });
});`,
  'a promise that gives a value': `import { setTimeout as later } from 'node:timers/promises';
it('a', async () => { const value = await later(100, 'x'); assert.equal(await later(10, 1), 1); });`,
  'an unknown function': `import { wait, sleep } from './helpers.ts';
import { delay } from 'somewhere';
it('a', async () => { await wait('selector'); await sleep(time()); await delay(500); await clock.sleep(5); });`,
  'a faked clock': `it('a', async () => { await clock.tickAsync(500); });`,
  'a function that only looks like the timer': `it('a', async () => {
  const setTimeout = (f) => f();
  await new Promise((resolve) => setTimeout(resolve, 500));
});`,
  'a helper nobody in the file calls': `export async function settle() { await new Promise((r) => setTimeout(r, 100)); }
it('a', () => {});`,
  'a file without tests': `await new Promise((resolve) => setTimeout(resolve, 500));`,
};

const imports = `import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
`;

/** The lines that replace the sleep, in the order they are offered. */
function offered(text: string): readonly string[] {
  const file = readTestFile(typescriptParser, 'a.test.ts', imports + text, {});
  const [finding] = findingsOf(sleepInTest, file);
  assert.ok(finding, 'Nothing is reported.');
  return awaitEvent.offers(file, finding).map((offer) => {
    assert.equal(offer.preferred, false);
    const edit = offer.edit();
    assert.ok(edit.possible);
    return edit.changes[0]?.snippet ?? '';
  });
}

describe('sleep-in-test', () => {
  describe('reports', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('sleep-in-test', text));
    }
  });

  describe('is silent about', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => assertReported('sleep-in-test', text));
    }
  });

  describe('offers to wait for', () => {
    it('nothing, where there is nothing that sends events', () => {
      assert.deepEqual(offered(`it('a', async () => { start(); await sleep(50); });`), []);
    });

    it('what was mentioned last, and one more', () => {
      const text = `it('a', async () => {
  const first = new EventEmitter(); const jobs = new EventEmitter(); const child = spawn('x');
  jobs.on('done', () => {}); child.kill();
  await sleep(50);
});`;
      assert.deepEqual(offered(text), ["await once(child, '${1:exit}')", "await once(jobs, '${1:done}')"]);
    });

    it('a server that was just told to listen, and not one that is up', () => {
      const text = (wait: string): string => `describe('x', () => { const server = createServer();
  before(async () => { server.listen(0); ${wait} await sleep(50); });
});`;
      assert.deepEqual(offered(text('')), ["await once(server, '${1:listening}')"]);
      assert.deepEqual(offered(text("await once(server, 'listening');")), []);
    });

    it('nothing that is out of reach, or may be something else', () => {
      const text = `import { other } from './other.ts';
let jobs = new EventEmitter(); const change = () => { jobs = other; };
it('b', () => { const hidden = new EventEmitter(); });
it('a', async () => { jobs.emit('x'); await sleep(50); });`;
      assert.deepEqual(offered(text), []);
    });
  });
});
