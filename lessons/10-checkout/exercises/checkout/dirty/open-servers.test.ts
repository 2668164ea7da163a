import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpPaymentGateway, PaymentDeclinedError } from '../src/payment-gateway.ts';
import { RetryingClient, systemClock } from '../src/retrying-client.ts';

describe('a payment company that keeps listening', () => {
  it('declines', async () => {
    const company = createServer((_request, response) => response.writeHead(402).end());
    company.listen(0, '127.0.0.1');
    await once(company, 'listening');
    const { port } = company.address() as AddressInfo;
    const gateway = new HttpPaymentGateway({
      baseUrl: `http://127.0.0.1:${port}`,
      client: new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 500 }),
    });
    const charged = gateway.charge({ orderId: 1, amountCents: 100, idempotencyKey: 'k' });
    await assert.rejects(charged, PaymentDeclinedError);
  });
});
