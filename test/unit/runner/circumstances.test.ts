import assert from 'node:assert/strict';
import type { Circumstances } from '../../../src/protocol/runEvents.ts';
import { failures, observe, places, type Observation } from './hygiene/observe.ts';

describe('circumstances of a run', function () {
  this.timeout(20_000);

  /** Runs the body of a test in them. */
  const inside = (
    circumstances: Circumstances | undefined,
    body: string,
    options: { readonly files?: Readonly<Record<string, string>>; readonly spare?: boolean } = {},
  ): Promise<Observation> =>
    observe(
      `import assert from 'node:assert/strict';
import timers, { setTimeout as nodeTimeout } from 'node:timers';
import { scheduler, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
describe('a test', () => {
  it('runs', async () => {
${body}
  });
});
`,
      { ...options, ...(circumstances ? { circumstances } : {}) },
    );

  it('have another time zone', async () => {
    const body = `
    assert.equal(new Date(2024, 0, 1).getTimezoneOffset(), -14 * 60);
    assert.equal(new Intl.DateTimeFormat().resolvedOptions().timeZone, 'Pacific/Kiritimati');
    assert.equal(process.env.TZ, 'Pacific/Kiritimati');`;
    const seen = await inside({ timeZone: 'Pacific/Kiritimati' }, body);
    assert.deepEqual(failures(seen), []);
    assert.notDeepEqual(failures(await inside(undefined, body)), [], 'and only there');
  });

  it('begin at another time, from where it goes on', async () => {
    const startAtMs = Date.parse('2031-12-31T23:59:00Z');
    const seen = await inside(
      { startAtMs },
      `
    const from = ${startAtMs};
    const soon = (value) => assert.ok(value >= from && value < from + 30_000, String(value));
    soon(Date.now());
    soon(new Date().getTime());
    soon(Date.parse(Date()));
    soon(new (class Later extends Date {})().getTime());
    soon(new (new Date(0).constructor)().getTime());
    const before = Date.now();
    await sleep(20);
    assert.ok(Date.now() - before >= 15 && Date.now() - before < 5_000);
    assert.equal(new Date(5).getTime(), 5);
    assert.equal(new Date(2024, 0, 2).getDate(), 2);
    assert.equal(Date.UTC(1970, 0), 0);
    assert.ok(new Date() instanceof Date);
    assert.equal(new Date().constructor, Date);
    assert.deepEqual(new Date(7), new Date(7));`,
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
  });

  it('end with their round, whose process takes no other', async () => {
    const seen = await inside({ startAtMs: 0 }, 'assert.ok(true);');
    assert.deepEqual(seen.clean, [false]);
    assert.deepEqual((await inside(undefined, 'assert.ok(true);')).clean, [true]);
  });

  for (const spare of [true, false]) {
    it(`let the waits of tests be over at once, in a ${spare ? 'spare' : 'cold'} process`, async () => {
      const body = `
    const started = performance.now();
    const late = [];
    const took = async (name, wait) => {
      const begun = performance.now();
      await wait();
      if (performance.now() - begun > 500) late.push(name);
    };
    await took('global', () => new Promise((resolve) => setTimeout(resolve, 900)));
    await took('node:timers', () => new Promise((resolve) => nodeTimeout(resolve, 900)));
    await took('default of node:timers', () => new Promise((resolve) => timers.setTimeout(resolve, 900)));
    await took('node:timers/promises', () => sleep(900));
    await took('scheduler', () => scheduler.wait(900));
    await took('promisify', () => promisify(setTimeout)(900));
    await took('a file of the tests', async () => (await import('./support/rest.ts')).rest());
    assert.deepEqual(late, []);
    assert.equal(await sleep(900, 'value'), 'value');
    const passed = await new Promise((resolve) => setTimeout((...args) => resolve(args), 900, 1, 2));
    assert.deepEqual(passed, [1, 2]);`;
      const files = {
        'tests/support/rest.ts':
          'export const rest = () => new Promise((resolve) => setTimeout(resolve, 900));',
      };
      const seen = await inside({ eagerTimers: true }, body, { files, spare });
      assert.deepEqual(failures(seen), []);
      assert.deepEqual(places(seen), []);
    });

    it(`leave all other waits as they are, in a ${spare ? 'spare' : 'cold'} process`, async () => {
      const body = `
    const waits = {
      src: (await import('../src/wait.ts')).wait,
      'awaited in src': (await import('../src/wait.ts')).awaited,
      package: (await import('../node_modules/pool/index.js')).wait,
      'AbortSignal.timeout': () =>
        new Promise((resolve) => AbortSignal.timeout(150).addEventListener('abort', resolve)),
    };
    for (const [name, wait] of Object.entries(waits)) {
      const begun = performance.now();
      await wait();
      assert.ok(performance.now() - begun > 120, name);
    }
    const long = setTimeout(() => assert.fail('too early'), 1001);
    await sleep(900);
    clearTimeout(long);`;
      const wait = 'export const wait = () => new Promise((resolve) => setTimeout(resolve, 150));';
      const files = {
        'src/wait.ts': `import { setTimeout as sleep } from 'node:timers/promises';\n${wait}\nexport const awaited = () => sleep(150);`,
        'node_modules/pool/index.js': wait,
      };
      const seen = await inside({ eagerTimers: true }, body, { files, spare });
      assert.deepEqual(failures(seen), []);
    });
  }

  it('ask for the caller also where a test has replaced how stacks are made', async () => {
    const seen = await inside(
      { eagerTimers: true },
      `
    const { prepareStackTrace } = Error;
    Error.prepareStackTrace = () => ({});
    try {
      await new Promise((resolve) => setTimeout(resolve, 5));
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }`,
    );
    assert.deepEqual(failures(seen), []);
  });
});
