import assert from 'node:assert/strict';
import nock from 'nock';
import { HttpPaymentGateway } from '../src/payment-gateway.ts';
import { RetryingClient, systemClock } from '../src/retrying-client.ts';

const baseUrl = 'https://pay.example.com';

describe('the request to the payment company', () => {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('holds the order and the amount, and nothing else', async () => {
    const bodies: unknown[] = [];
    nock(baseUrl)
      .post('/charges')
      .reply(201, (_uri, body) => {
        bodies.push(body);
        return { id: 'pay-1', status: 'succeeded', amountCents: 4000 };
      });
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 500 });

    await new HttpPaymentGateway({ baseUrl, client }).charge({
      orderId: 7,
      amountCents: 4000,
      idempotencyKey: 'key-1',
    });

    assert.deepEqual(bodies, [{ orderId: 7, amountCents: 4000 }]);
  });
});
