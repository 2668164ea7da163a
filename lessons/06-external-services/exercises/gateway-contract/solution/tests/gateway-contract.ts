import assert from 'node:assert/strict';
import { cardLimitCents, PaymentDeclinedError } from '../src/payment-gateway.ts';
import type { PaymentGateway } from '../src/payment-gateway.ts';

/** What every gateway promises, nothing that only one keeps. `make` gives a new gateway. */
export function gatewayContract(name: string, make: () => Promise<PaymentGateway>): void {
  describe(`${name} as a payment gateway`, () => {
    let gateway: PaymentGateway;

    beforeEach(async () => {
      gateway = await make();
    });

    it('charges the amount and names the payment', async () => {
      const charge = { orderId: 7, amountCents: 2000, idempotencyKey: 'order-7' };

      const payment = await gateway.charge(charge);

      assert.equal(payment.status, 'succeeded');
      assert.equal(payment.amountCents, 2000);
      assert.match(payment.id, /^pay_[a-z0-9]+$/i);
    });

    it('charges once for a key, and again for another', async () => {
      const charge = { orderId: 7, amountCents: 2000, idempotencyKey: 'order-7' };
      const first = await gateway.charge(charge);

      const replayed = await gateway.charge(charge);
      const second = await gateway.charge({ ...charge, idempotencyKey: 'order-7-tip' });

      assert.deepEqual(replayed, first);
      assert.notEqual(second.id, first.id);
    });

    it('declines an amount above the limit', async () => {
      const charge = { orderId: 7, amountCents: cardLimitCents + 1, idempotencyKey: 'order-7' };

      await assert.rejects(gateway.charge(charge), PaymentDeclinedError);
    });

    it('refuses an amount of nothing', async () => {
      const charge = { orderId: 7, amountCents: 0, idempotencyKey: 'order-7' };

      await assert.rejects(gateway.charge(charge), RangeError);
    });
  });
}
