import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { HttpPaymentGateway, PaymentDeclinedError } from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';

describe('asks a bank on the internet', () => {
  it('gets an answer, or none', async () => {
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 500 });
    const bank = new HttpPaymentGateway({ baseUrl: 'https://bank.example.com', client });
    const charge = { orderId: 1, amountCents: 1999, idempotencyKey: 'a' };
    const answer = await bank.charge(charge).catch((error: unknown) => error);
    assert.equal(answer instanceof PaymentDeclinedError, false);
  });
});
