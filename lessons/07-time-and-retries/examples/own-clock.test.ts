import assert from 'node:assert/strict';
import nock from 'nock';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from './support/fake-clock.ts';

beforeEach(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

it('tries again after a 503', async () => {
  nock('https://bank.example').get('/rates').reply(503).get('/rates').reply(200);
  const clock = new FakeClock();
  const client = new RetryingClient({ clock, attempts: 3, timeoutMs: 5000 });

  const response = await clock.finish(client.request('https://bank.example/rates'));

  assert.equal(response.status, 200);
  assert.equal(clock.now(), 200);
});
