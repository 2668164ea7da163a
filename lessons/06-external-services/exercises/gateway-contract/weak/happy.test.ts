import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';
import { HttpPaymentGateway } from '../src/http-payment-gateway.ts';
import { createProvider } from '../src/provider.ts';
import { RetryingClient } from '../src/retrying-client.ts';
import { serve } from '../src/serve.ts';

// Both gateways, real HTTP, and nothing that could go wrong.
describe('payments', () => {
  const charge = { orderId: 1, amountCents: 10_000, idempotencyKey: 'order-1' };

  it('succeed with the fake', async () => {
    assert.equal((await new FakePaymentGateway().charge(charge)).status, 'succeeded');
  });

  it('succeed at the provider', async () => {
    const { url, close } = await serve(createProvider());
    try {
      const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 1000 });
      const payment = await new HttpPaymentGateway({ baseUrl: url, client }).charge(charge);
      assert.equal(payment.status, 'succeeded');
      assert.ok(payment.id);
    } finally {
      await close();
    }
  });
});
