import assert from 'node:assert/strict';
import type { Clock } from '../src/clock.ts';
import { NoAnswerError, RetryingClient } from '../src/retrying-client.ts';

const realFetch = globalThis.fetch;

describe('RetryingClient with fetch and clock doubled', () => {
  let slept: number[] = [];
  let calls = 0;
  const clock: Clock = {
    now: () => 0,
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
  };

  beforeEach(() => {
    slept = [];
    calls = 0;
  });

  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  function stubFetch(answer: () => Promise<Response>): void {
    globalThis.fetch = () => {
      calls += 1;
      return answer();
    };
  }

  it('tries three times', async () => {
    stubFetch(() => Promise.resolve(new Response(null, { status: 503 })));
    const client = new RetryingClient({ clock, attempts: 3, timeoutMs: 1000 });
    assert.equal((await client.request('https://bank.example/')).status, 503);
    assert.equal(calls, 3);
  });

  it('sleeps longer each time', async () => {
    stubFetch(() => Promise.resolve(new Response(null, { status: 503 })));
    const client = new RetryingClient({ clock, attempts: 3, timeoutMs: 1000 });
    await client.request('https://bank.example/');
    assert.ok((slept[0] ?? 0) >= 200);
    assert.ok((slept[1] ?? 0) >= 400);
  });

  it('reports a broken connection', async () => {
    stubFetch(() => Promise.reject(new TypeError('fetch failed')));
    const client = new RetryingClient({ clock, attempts: 2, timeoutMs: 1000 });
    await assert.rejects(client.request('https://bank.example/'), NoAnswerError);
  });

  it('hands on a response', async () => {
    stubFetch(() => Promise.resolve(new Response('{}', { status: 201 })));
    const client = new RetryingClient({ clock, attempts: 3, timeoutMs: 1000 });
    assert.equal((await client.request('https://bank.example/', { method: 'POST' })).status, 201);
  });
});
