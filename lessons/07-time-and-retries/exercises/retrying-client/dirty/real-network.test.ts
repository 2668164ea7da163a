import assert from 'node:assert/strict';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('asks the real bank', () => {
  it('gets an answer, or none', async () => {
    const client = new RetryingClient({ clock: new FakeClock(), attempts: 1, timeoutMs: 500 });
    const answer = client.request('https://bank.example.com/rates').catch(() => undefined);
    assert.notEqual(await answer, null);
  });
});
