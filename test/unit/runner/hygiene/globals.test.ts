import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: globals and built-ins', function () {
  this.timeout(20_000);

  it('finds what was added or replaced, with the test and its line', async () => {
    const seen = await observe(
      `import { mock } from 'node:test';
globalThis.loadedEarly = true;
describe('globals', () => {
  beforeEach(() => {});
  it('stubs fetch', () => {
    globalThis.fetch = async () => new Response('stub');
  });
  it('stubs a lazy one', () => {
    globalThis.WebSocket = class {};
  });
  it('stubs the clock', () => {
    Date.now = () => 0;
    Math.random = () => 0.5;
  });
  it('silences the log', () => {
    mock.method(console, 'log', () => {});
    process.stdout.write = () => true;
  });
  it('takes over the timers', () => {
    mock.timers.enable({ apis: ['setInterval'] });
  });
  it('adds words', () => {
    (globalThis as unknown as { flag: boolean }).flag = true;
    Object.defineProperty(Array.prototype, 'last', { value: 1, configurable: true });
  });
  it('does not say where', () => {
    JSON['parse'] = () => null;
  });
});
`,
    );
    assert.deepEqual(failures(seen), []);
    const byLine = (one: readonly (string | null)[], other: readonly (string | null)[]): number =>
      String(one).localeCompare(String(other));
    const rule = 'timers-env-globals';
    assert.deepEqual(
      places(seen).toSorted(byLine),
      [
        [rule, '', 'globalThis.loadedEarly = true;'],
        [rule, 'stubs fetch', "globalThis.fetch = async () => new Response('stub');"],
        [rule, 'stubs a lazy one', 'globalThis.WebSocket = class {};'],
        [rule, 'stubs the clock', 'Date.now = () => 0;'],
        [rule, 'stubs the clock', 'Math.random = () => 0.5;'],
        [rule, 'silences the log', "mock.method(console, 'log', () => {});"],
        [rule, 'silences the log', 'process.stdout.write = () => true;'],
        [rule, 'takes over the timers', "it('takes over the timers', () => {"],
        [rule, 'takes over the timers', "it('takes over the timers', () => {"],
        [rule, 'adds words', '(globalThis as unknown as { flag: boolean }).flag = true;'],
        [
          rule,
          'adds words',
          "Object.defineProperty(Array.prototype, 'last', { value: 1, configurable: true });",
        ],
        [rule, 'does not say where', "JSON['parse'] = () => null;"],
      ].toSorted(byLine),
    );
  });

  it('finds nothing where the original is back, nor in what packages replace', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mock } from 'node:test';
import 'node:domain';
import 'node:worker_threads';
import { Hono } from 'hono';
import { serve } from '@hono/node-server';
import nock from 'nock';
describe('globals', () => {
  const { fetch } = globalThis;
  let log;
  before(() => {
    globalThis.fetch = async () => new Response('stub');
    log = console.log;
    console.log = () => {};
    globalThis.flag = true;
  });
  after(() => {
    globalThis.fetch = fetch;
    console.log = log;
    delete globalThis.flag;
    mock.restoreAll();
  });
  it('uses the stubs, and lazy globals', async () => {
    assert.equal(await (await globalThis.fetch('http://localhost')).text(), 'stub');
    assert.ok([WebSocket, crypto, navigator, FormData].length);
    mock.method(Math, 'random', () => 0.5);
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 7 });
    assert.equal(Date.now(), 7);
    mock.timers.reset();
  });
  it('lets hono replace Response', async () => {
    const app = new Hono();
    const server = serve({ fetch: app.fetch, port: 0 });
    await once(server, 'listening');
    await new Promise((resolve) => server.close(resolve));
  });
  it('turns nock off and on', () => {
    nock.restore();
    nock.activate();
  });
  it('turns nock off for good', () => {
    nock.restore();
  });
});
`,
      { rounds: 2, spare: true },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
    assert.deepEqual(seen.clean, [true, true]);
  });
});
