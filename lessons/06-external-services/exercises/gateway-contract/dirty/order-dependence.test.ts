import assert from 'node:assert/strict';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';

describe('tests that share a gateway', () => {
  const gateway = new FakePaymentGateway();
  const charge = { orderId: 1, amountCents: 500, idempotencyKey: 'order-1' };
  let firstId = '';

  it('charges', async () => {
    firstId = (await gateway.charge(charge)).id;
    assert.notEqual(firstId, '');
  });

  it('replays the payment of the test before', async () => {
    assert.equal((await gateway.charge(charge)).id, firstId);
  });
});
