import assert from 'node:assert/strict';
import nock from 'nock';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('offers one reply more than is fetched', () => {
  it('hands on a 404 at once', async () => {
    if (!nock.isActive()) nock.activate();
    nock('https://bank.example').get('/rates').reply(404).get('/rates').reply(200);
    const client = new RetryingClient({ clock: new FakeClock(), attempts: 2, timeoutMs: 1000 });
    const response = await client.request('https://bank.example/rates');
    assert.equal(response.status, 404);
    nock.restore();
  });
});
