import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../src/clock.ts';
import { HttpPaymentGateway } from '../src/payment-gateway.ts';
import { RetryingClient } from '../src/retrying-client.ts';

describe('a bank that never closes', () => {
  it('books a payment', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(201).end(JSON.stringify({ id: 'p-1' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = new RetryingClient({ clock: systemClock, attempts: 1, timeoutMs: 1000 });
    const bank = new HttpPaymentGateway({ baseUrl: `http://127.0.0.1:${port}`, client });
    const payment = await bank.charge({ orderId: 1, amountCents: 1999, idempotencyKey: 'a' });
    assert.equal(payment.id, 'p-1');
  });
});
