import assert from 'node:assert/strict';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';

// Two gateways promise the same. This test asks one of them one thing.
describe('the fake gateway', () => {
  it('takes a payment', async () => {
    const fake = new FakePaymentGateway();

    const { status } = await fake.charge({ orderId: 1, amountCents: 500, idempotencyKey: 'first' });

    assert.equal(status, 'succeeded');
  });
});
