import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpMailer } from '../src/receipts.ts';

describe('a mail service that keeps listening', () => {
  it('takes a message over', async () => {
    let taken = 0;
    const service = createServer((_request, response) => {
      taken += 1;
      response.writeHead(202).end();
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    const { port } = service.address() as AddressInfo;
    const mailer = new HttpMailer({ mailUrl: `http://127.0.0.1:${port}` });
    await mailer.send({ to: 'alice@example.com', subject: 'Hello', text: 'Hello' });
    assert.equal(taken, 1);
  });
});
