import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('a bank that never closes', () => {
  it('gets its answer', async () => {
    const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = new RetryingClient({ clock: new FakeClock(), attempts: 1, timeoutMs: 1000 });
    const response = await client.request(`http://127.0.0.1:${port}/`);
    assert.equal(await response.text(), '{}');
  });
});
