import assert from 'node:assert/strict';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';
import { createProvider } from '../src/provider.ts';

describe('the gateways', () => {
  it('are there', async () => {
    assert.ok(new FakePaymentGateway());
    const response = await createProvider()(new Request('http://provider.test/health'));
    assert.equal(response.status, 404);
  });
});
