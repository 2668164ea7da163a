import assert from 'node:assert/strict';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';
import { HttpPaymentGateway } from '../src/http-payment-gateway.ts';
import { PaymentDeclinedError, PaymentUnknownError } from '../src/payment-gateway.ts';
import type { RetryingClient } from '../src/retrying-client.ts';

const charge = { orderId: 7, amountCents: 2000, idempotencyKey: 'order-7' };

/** A client that sends nothing, and gives the answer it was made with. */
function gatewayAnswered(status: number, body: unknown): HttpPaymentGateway {
  const client: Pick<RetryingClient, 'request'> = {
    request: async () => Response.json(body, { status }),
  };
  // The gateway uses no more of its client than this.
  return new HttpPaymentGateway({ baseUrl: 'http://stub', client: client as RetryingClient });
}

describe('HttpPaymentGateway with a stubbed client', () => {
  it('turns a charge into a payment', async () => {
    const payment = await gatewayAnswered(201, { id: 'pay_1', amount: 2000 }).charge(charge);
    assert.deepEqual(payment, { id: 'pay_1', status: 'succeeded', amountCents: 2000 });
  });

  it('gives the same payment for the same key', async () => {
    const gateway = gatewayAnswered(200, { id: 'pay_1', amount: 2000 });
    assert.deepEqual(await gateway.charge(charge), await gateway.charge(charge));
  });

  it('turns 402 into a decline', async () => {
    const declined = gatewayAnswered(402, { error: 'card_declined' }).charge(charge);
    await assert.rejects(declined, PaymentDeclinedError);
  });

  it('does not know after a breakdown', async () => {
    await assert.rejects(gatewayAnswered(503, {}).charge(charge), PaymentUnknownError);
  });
});

describe('FakePaymentGateway on its own', () => {
  it('charges the amount', async () => {
    assert.equal((await new FakePaymentGateway().charge(charge)).amountCents, 2000);
  });

  it('refuses zero', async () => {
    const nothing = new FakePaymentGateway().charge({ ...charge, amountCents: 0 });
    await assert.rejects(nothing, RangeError);
  });
});
