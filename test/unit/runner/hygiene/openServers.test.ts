import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

describe('hygiene: open servers and connections', function () {
  this.timeout(20_000);

  it('finds what still listens or is connected, at the line that opened it', async () => {
    const seen = await observe(
      `import http from 'node:http';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { startServer } from '../src/server.ts';
describe('servers', () => {
  let shared;
  before(() => {
    shared = http.createServer().listen(0);
  });
  it('leaves a server', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  it('leaves a server of the system', async () => {
    await startServer();
  });
  it('leaves a connection', async () => {
    const server = createServer().listen(0);
    await once(server, 'listening');
    const socket = connect(server.address().port, 'localhost');
    await once(socket, 'connect');
    server.close();
  });
});
`,
      {
        files: {
          'src/server.ts': `import http from 'node:http';
export function startServer() {
  const server = http.createServer((_, response) => response.end('hi'));
  return new Promise((resolve) => server.listen(0, () => resolve(server)));
}
`,
        },
      },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), [
      ['open-servers', '"before all" hook for "leaves a server"', 'shared = http.createServer().listen(0);'],
      ['open-servers', 'leaves a server', "const server = createServer().listen(0, '127.0.0.1');"],
      ['open-servers', 'leaves a server of the system', 'await startServer();'],
      ['open-servers', 'leaves a connection', "const socket = connect(server.address().port, 'localhost');"],
    ]);
    assert.match(seen.findings[0]?.message ?? '', /on port \d+ .*never closed.*server\.close/);
    assert.deepEqual(seen.clean, [false]);
  });

  it('finds nothing where all is closed, whatever a pool keeps', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import http from 'node:http';
import { createServer, connect } from 'node:net';
import { once } from 'node:events';
import { Hono } from 'hono';
import { serve } from '@hono/node-server';
describe('servers', () => {
  let server;
  let url;
  before(async () => {
    server = http.createServer((_, response) => response.end('hi')).listen(0);
    await once(server, 'listening');
    url = 'http://localhost:' + server.address().port;
  });
  after(() => {
    server.close();
  });
  it('fetches over a connection that stays in a pool', async () => {
    assert.equal(await (await fetch(url)).text(), 'hi');
    assert.equal((await fetch(url)).status, 200);
  });
  it('asks over a connection of the global agent', async () => {
    const [response] = await once(http.get(url), 'response');
    response.resume();
    await once(response, 'end');
  });
  it('leaves connections in pools whose server no longer listens, and lets go of none', async () => {
    const answer = 'HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nKeep-Alive: timeout=60\\r\\n\\r\\nhi';
    const own = createServer((socket) => socket.on('data', () => socket.write(answer))).listen(0);
    await once(own, 'listening');
    const kept = 'http://127.0.0.1:' + own.address().port;
    const [response] = await once(http.get(kept), 'response');
    response.resume();
    await once(response, 'end');
    assert.equal(await (await fetch(kept)).text(), 'hi');
    own.close();
  });
  it('ends a connection, and does not wait', async () => {
    const socket = connect(server.address().port);
    await once(socket, 'connect');
    socket.end();
    const other = connect(server.address().port);
    await once(other, 'connect');
    other.destroy();
  });
  it('closes its own server, and does not wait', async () => {
    const own = createServer((socket) => socket.pipe(socket)).listen(0);
    await once(own, 'listening');
    const client = connect(own.address().port);
    await once(client, 'connect');
    client.destroy();
    own.close();
  });
  it('is the last to speak on a connection that the other side keeps', async () => {
    const own = createServer({ allowHalfOpen: true }, (socket) => socket.resume()).listen(0);
    await once(own, 'listening');
    const socket = connect(own.address().port);
    await once(socket, 'connect');
    socket.end();
    await once(socket, 'finish');
    own.close();
  });
  it('serves with hono', async () => {
    const app = new Hono();
    app.get('/', (c) => c.text('hono'));
    const served = serve({ fetch: app.fetch, port: 0 });
    await once(served, 'listening');
    assert.equal(await (await fetch('http://127.0.0.1:' + served.address().port)).text(), 'hono');
    await new Promise((resolve) => served.close(resolve));
  });
  it('has its connection ended a moment later', async () => {
    const socket = connect(server.address().port);
    await once(socket, 'connect');
    setTimeout(() => socket.destroy(), 40).unref();
  });
});
`,
      // hono replaces classes that are loaded in a spare.
      { rounds: 2, spare: true },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), []);
    assert.deepEqual(seen.clean, [true, true]);
  });
});
