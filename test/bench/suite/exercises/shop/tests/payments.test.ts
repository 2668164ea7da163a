import assert from 'node:assert/strict';
import nock from 'nock';
import { charge, DeclinedError } from '../src/payments.ts';

describe('charge', () => {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('sends the order and its cents', async () => {
    const provider = nock('https://payments.example')
      .post('/charges', { order: 3, cents: 1999 })
      .reply(200, { receipt: 'r-3' });
    assert.equal(await charge(3, 1999), 'r-3');
    assert.equal(provider.isDone(), true);
  });

  it('says that the card was declined', async () => {
    nock('https://payments.example').post('/charges').reply(402);
    await assert.rejects(charge(3, 1999), DeclinedError);
  });

  it('asks once more when the provider is down', async () => {
    nock('https://payments.example').post('/charges').reply(503);
    nock('https://payments.example').post('/charges').reply(200, { receipt: 'r-3' });
    assert.equal(await charge(3, 1999), 'r-3');
  });
});
