import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';

describe('a server that keeps listening', () => {
  it('listens', async () => {
    const server = createServer((_request, response) => {
      response.end('notes');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    assert.equal(server.listening, true);
  });
});
