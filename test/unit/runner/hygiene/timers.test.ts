import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: timers', function () {
  this.timeout(20_000);

  it('finds those that still keep the process alive', async () => {
    const seen = await observe(
      `import { setTimeout as timeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '../src/poll.ts';
setInterval(() => {}, 60_000);
describe('timers', () => {
  it('leaves a timeout', async () => {
    const late = new Promise((_, reject) => setTimeout(reject, 60_000, new Error('late')));
    await Promise.race([late, Promise.resolve()]);
  });
  it('leaves one of node:timers', () => {
    timeout(() => {}, 60_000);
  });
  it('leaves an awaited one', () => {
    void sleep(60_000);
  });
  it('leaves an interval of the system', async () => {
    await null;
    poll();
  });
});
`,
      { files: { 'src/poll.ts': 'export function poll() {\n  return setInterval(() => {}, 60_000);\n}\n' } },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), [
      ['timers-env-globals', '', 'setInterval(() => {}, 60_000);'],
      [
        'timers-env-globals',
        'leaves a timeout',
        "const late = new Promise((_, reject) => setTimeout(reject, 60_000, new Error('late')));",
      ],
      ['timers-env-globals', 'leaves one of node:timers', 'timeout(() => {}, 60_000);'],
      ['timers-env-globals', 'leaves an awaited one', 'void sleep(60_000);'],
      ['timers-env-globals', 'leaves an interval of the system', 'poll();'],
    ]);
    assert.match(seen.findings[0]?.message ?? '', /interval.*clearInterval/);
    assert.match(seen.findings[1]?.message ?? '', /timer.*clearTimeout/);
  });

  it('finds nothing in those that are over, cleared or unreferenced', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import '../node_modules/cache/index.js';
createRequire(import.meta.url)('../node_modules/pool/index.cjs');
describe('timers', () => {
  let ticking;
  before(() => {
    ticking = setInterval(() => {}, 10);
  });
  after(() => {
    clearInterval(ticking);
  });
  it('unreferences', () => {
    setTimeout(() => {}, 60_000).unref();
    setInterval(() => {}, 60_000).unref();
    void sleep(60_000, null, { ref: false });
    AbortSignal.timeout(60_000);
    setImmediate(() => {});
  });
  it('waits', async () => {
    await sleep(5);
    assert.equal(await promisify(setTimeout)(5, 'value'), 'value');
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  it('aborts', async () => {
    const abort = new AbortController();
    const slept = sleep(60_000, null, { signal: abort.signal });
    abort.abort();
    await assert.rejects(slept, { name: 'AbortError' });
    for (let n = 0; n < 2000; n += 1) clearTimeout(setTimeout(() => {}, 60_000));
  });
  it('is asynchronous, so that mocha has a timer of its own', async () => {
    await sleep(1);
  });
});
`,
      {
        rounds: 2,
        files: {
          // What packages acquire while they are imported is their business.
          'node_modules/cache/index.js': 'setInterval(() => {}, 60_000);',
          'node_modules/pool/index.cjs': 'setInterval(() => {}, 60_000);',
        },
      },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
    assert.deepEqual(seen.clean, [true, true]);
  });
});
