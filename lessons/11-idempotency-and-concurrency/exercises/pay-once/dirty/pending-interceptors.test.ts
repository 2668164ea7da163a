import assert from 'node:assert/strict';
import nock from 'nock';
import { systemClock } from '../src/clock.ts';
import { HttpPaymentGateway } from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';

describe('a bank that goes on answering', () => {
  it('books a payment', async () => {
    if (!nock.isActive()) nock.activate();
    nock('https://bank.example').persist().post('/charges').reply(201, { id: 'p-1' });
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 1000 });
    const bank = new HttpPaymentGateway({ baseUrl: 'https://bank.example', client });
    const payment = await bank.charge({ orderId: 1, amountCents: 1999, idempotencyKey: 'a' });
    assert.equal(payment.id, 'p-1');
    nock.restore();
  });
});
