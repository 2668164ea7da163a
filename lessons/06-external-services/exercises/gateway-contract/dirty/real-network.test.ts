import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { HttpPaymentGateway } from '../src/http-payment-gateway.ts';
import { PaymentUnknownError } from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';

describe('the real provider', () => {
  it('is asked in a test, and is not there', async () => {
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 1000 });
    const gateway = new HttpPaymentGateway({ baseUrl: 'https://api.payments.example', client });
    const charged = gateway.charge({ orderId: 1, amountCents: 500, idempotencyKey: 'order-1' });
    await assert.rejects(charged, PaymentUnknownError);
  });
});
