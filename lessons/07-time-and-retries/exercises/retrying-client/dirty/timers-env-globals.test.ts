import assert from 'node:assert/strict';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('leaves its stub in the place of fetch', () => {
  it('hands the response on', async () => {
    globalThis.fetch = () => Promise.resolve(new Response('{}', { status: 201 }));
    const client = new RetryingClient({ clock: new FakeClock(), attempts: 1, timeoutMs: 1000 });
    const response = await client.request('https://bank.example/');
    assert.equal(response.status, 201);
  });
});
