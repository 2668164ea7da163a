import assert from 'node:assert/strict';
import nock from 'nock';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

// One retry after one error: the path for which the class was written.
describe('RetryingClient', () => {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('tries again', async () => {
    nock('https://bank.example').get('/rates').reply(503).get('/rates').reply(200, { usd: 1 });
    const clock = new FakeClock();
    const client = new RetryingClient({ clock, attempts: 3, timeoutMs: 5000 });

    const response = await clock.finish(client.request('https://bank.example/rates'));

    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { usd: 1 });
  });

  it('sends a payment with its key', async () => {
    nock('https://bank.example').post('/payments').matchHeader('idempotency-key', 'a').reply(201);
    const clock = new FakeClock();
    const client = new RetryingClient({ clock, attempts: 3, timeoutMs: 5000 });

    const init = { method: 'POST', body: '{}', idempotencyKey: 'a' };
    const response = await clock.finish(client.request('https://bank.example/payments', init));

    assert.equal(response.status, 201);
  });
});
