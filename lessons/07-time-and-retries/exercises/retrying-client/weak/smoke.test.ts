import assert from 'node:assert/strict';
import nock from 'nock';
import { systemClock } from '../src/clock.ts';
import { RetryingClient } from '../src/retrying-client.ts';

describe('everything is called, nothing is checked', () => {
  afterEach(() => {
    nock.cleanAll();
    nock.restore();
  });

  it('gets some response', async () => {
    if (!nock.isActive()) nock.activate();
    nock('https://bank.example').get('/').reply(404);
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 1000 });
    assert.ok(await client.request('https://bank.example/'));
  });
});
