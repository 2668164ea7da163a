import { systemClock } from '../src/clock.ts';
import { FakePaymentGateway } from '../src/fake-payment-gateway.ts';
import { HttpPaymentGateway } from '../src/http-payment-gateway.ts';
import { createProvider } from '../src/provider.ts';
import { RetryingClient } from '../src/retrying-client.ts';
import { serve, type Served } from '../src/serve.ts';
import { gatewayContract } from './gateway-contract.ts';

gatewayContract('FakePaymentGateway', async () => new FakePaymentGateway());

describe('with a provider on a socket', () => {
  let provider: Served;

  beforeEach(async () => {
    provider = await serve(createProvider());
  });

  afterEach(async () => {
    await provider.close();
  });

  gatewayContract('HttpPaymentGateway', async () => {
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 1000 });
    return new HttpPaymentGateway({ baseUrl: provider.url, client });
  });
});
