import assert from 'node:assert/strict';
import { HttpPaymentGateway } from '../src/payment-gateway.ts';
import { RetryingClient, systemClock } from '../src/retrying-client.ts';

describe('asks the real payment company', () => {
  it('is refused, or finds nobody at home', async () => {
    const gateway = new HttpPaymentGateway({
      baseUrl: 'https://pay.example.com',
      client: new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 500 }),
    });
    const charged = gateway.charge({ orderId: 1, amountCents: 100, idempotencyKey: 'k' });
    await assert.rejects(charged);
  });
});
