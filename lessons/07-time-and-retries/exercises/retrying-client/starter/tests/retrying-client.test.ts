import assert from 'node:assert/strict';
import nock from 'nock';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from './support/fake-clock.ts';
import { useNock } from './support/use-nock.ts';

// Nothing fails here, so next to nothing is tested. Write the tests in which something goes wrong.
describe('RetryingClient, on a good day', () => {
  useNock();

  it('hands the response on', async () => {
    nock('https://bank.example').get('/rates').reply(200, { usd: 1 });
    const client = new RetryingClient({ clock: new FakeClock(), attempts: 3, timeoutMs: 5000 });

    const response = await client.request('https://bank.example/rates');

    assert.deepEqual(await response.json(), { usd: 1 });
  });
});
