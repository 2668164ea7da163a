import assert from 'node:assert/strict';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';

describe('a contract with a hole', () => {
  const charge = { orderId: 1, amountCents: 500, idempotencyKey: 'order-1' };

  it('charges the amount', async () => {
    assert.equal((await new FakePaymentGateway().charge(charge)).amountCents, 500);
  });

  it.skip('declines a fortune', async () => {
    const fortune = new FakePaymentGateway().charge({ ...charge, amountCents: 9_999_999 });
    await assert.rejects(fortune, PaymentDeclinedError);
  });
});
