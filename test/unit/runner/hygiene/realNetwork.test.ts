import assert from 'node:assert/strict';
import { failures, observe, places } from './observe.ts';

const rule = 'real-network';

describe('hygiene: real network', function () {
  this.timeout(20_000);

  it('refuses connections to other machines and says who made them, also when the error is swallowed', async () => {
    const seen = await observe(
      `import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';
import { once } from 'node:events';
import { charge } from '../src/gateway.ts';
const failed = async (emitter) => {
  emitter.write?.('x');
  const [error] = await once(emitter, 'error');
  return error.code;
};
describe('requests', () => {
  it('fetches', async () => {
    await assert.rejects(fetch('https://api.example.com/'), (error) => error.cause.code === 'ENETUNREACH');
  });
  it('does not wait', async () => {
    void fetch('https://late.example.com/').catch(() => undefined);
  });
  it('swallows the error', async () => {
    assert.equal(await charge(), 'unknown');
  });
  it('uses http', async () => {
    const request = http.get('http://api.example.com/a');
    const [error] = await once(request, 'error');
    assert.match(error.message, /ENETUNREACH api\\.example\\.com:80.*without a network/);
  });
  it('uses https without a pool', async () => {
    assert.equal(await failed(https.request('https://192.0.2.1/', { agent: false })), 'ENETUNREACH');
  });
  it('uses a socket', async () => {
    assert.equal(await failed(net.connect(80, '192.0.2.2')), 'ENETUNREACH');
    assert.equal(await failed(new net.Socket().connect({ port: 80, host: '2001:db8::1' })), 'ENETUNREACH');
  });
  it('uses tls', async () => {
    assert.equal(await failed(tls.connect({ port: 443, host: 'tls.example.com' })), 'ENETUNREACH');
  });
});
`,
      {
        files: {
          'src/gateway.ts': `export async function charge() {
  try {
    await fetch('https://pay.example.com/charges', { method: 'POST' });
    return 'paid';
  } catch {
    return 'unknown';
  }
}
`,
        },
      },
    );
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), [
      [
        rule,
        'fetches',
        "await assert.rejects(fetch('https://api.example.com/'), (error) => error.cause.code === 'ENETUNREACH');",
      ],
      [rule, 'does not wait', "void fetch('https://late.example.com/').catch(() => undefined);"],
      [rule, 'swallows the error', "assert.equal(await charge(), 'unknown');"],
      [rule, 'uses http', "const request = http.get('http://api.example.com/a');"],
      [
        rule,
        'uses https without a pool',
        "assert.equal(await failed(https.request('https://192.0.2.1/', { agent: false })), 'ENETUNREACH');",
      ],
      [rule, 'uses a socket', "assert.equal(await failed(net.connect(80, '192.0.2.2')), 'ENETUNREACH');"],
      [
        rule,
        'uses a socket',
        "assert.equal(await failed(new net.Socket().connect({ port: 80, host: '2001:db8::1' })), 'ENETUNREACH');",
      ],
      [
        rule,
        'uses tls',
        "assert.equal(await failed(tls.connect({ port: 443, host: 'tls.example.com' })), 'ENETUNREACH');",
      ],
    ]);
    assert.match(
      seen.findings[0]?.message ?? '',
      /A request to api\.example\.com was intercepted by nothing/,
    );
  });

  it('notes what nock has no answer for', async () => {
    const seen = await observe(`import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import nock from 'nock';
describe('requests', () => {
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });
  it('has no interceptor', async () => {
    await fetch('https://api.example.com/a').catch(() => undefined);
  });
  it('does not wait', async () => {
    void fetch('https://late.example.com/').catch(() => undefined);
  });
  it('is refused by nock', async () => {
    nock.disableNetConnect();
    await fetch('https://api.example.com/b').catch(() => undefined);
  });
  it('is refused by nock under http', async () => {
    nock.disableNetConnect();
    const request = http.get('http://api.example.com/c');
    await once(request, 'error');
  });
  it('has another body', async () => {
    nock('https://api.example.com').post('/d', { id: 1 }).reply(200);
    await fetch('https://api.example.com/d', { method: 'POST', body: '{"id":2}' }).catch(() => undefined);
  });
  it('has another body under http', async () => {
    nock('http://api.example.com').post('/e', { id: 1 }).reply(200);
    const request = http.request('http://api.example.com/e', { method: 'POST' });
    request.end('{"id":2}');
    await once(request, 'error');
  });
  it('lets what is unmocked through', async () => {
    nock('https://api.example.com', { allowUnmocked: true }).get('/f').reply(200);
    await fetch('https://api.example.com/g').catch(() => undefined);
  });
});
`);
    assert.deepEqual(failures(seen), []);
    assert.deepEqual(places(seen), [
      [rule, 'has no interceptor', "await fetch('https://api.example.com/a').catch(() => undefined);"],
      [rule, 'does not wait', "void fetch('https://late.example.com/').catch(() => undefined);"],
      [rule, 'is refused by nock', "await fetch('https://api.example.com/b').catch(() => undefined);"],
      [rule, 'is refused by nock under http', "const request = http.get('http://api.example.com/c');"],
      [
        rule,
        'has another body',
        "await fetch('https://api.example.com/d', { method: 'POST', body: '{\"id\":2}' }).catch(() => undefined);",
      ],
      [
        rule,
        'has another body under http',
        "const request = http.request('http://api.example.com/e', { method: 'POST' });",
      ],
      [
        rule,
        'lets what is unmocked through',
        "await fetch('https://api.example.com/g').catch(() => undefined);",
      ],
    ]);
  });

  it('lets this machine through, by address and by name, with nock and without', async () => {
    const body = (withNock: string): string => `import assert from 'node:assert/strict';
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
${withNock}
describe('requests', () => {
  let server;
  before(async () => {
    server = http.createServer((_, response) => response.end('hi')).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  after(() => new Promise((resolve) => server.close(resolve)));
  for (const host of ['127.0.0.1', 'localhost', 'LOCALHOST', '[::ffff:127.0.0.1]']) {
    it('reaches ' + host, async () => {
      const url = 'http://' + host + ':' + server.address().port;
      assert.equal(await (await fetch(url)).text(), 'hi');
      const [response] = await once(http.get(url, { agent: false }), 'response');
      response.resume();
      await once(response, 'end');
    });
  }
  it('reaches a port without a host', async () => {
    const socket = net.connect(server.address().port);
    await once(socket, 'connect');
    socket.destroy();
  });
  it('reaches a pipe', async () => {
    const path = process.platform === 'win32' ? '\\\\\\\\.\\\\pipe\\\\itlab-hygiene' : join(tmpdir(), 's');
    const own = net.createServer().listen(path);
    await once(own, 'listening');
    const socket = net.connect(path);
    await once(socket, 'connect');
    socket.destroy();
    await new Promise((resolve) => own.close(resolve));
  });
});
`;
    const nock = `import nock from 'nock';
before(() => {
  nock.disableNetConnect();
  nock.enableNetConnect(/^(localhost|127\\.|\\[?::ffff:)/);
});`;
    for (const withNock of ['', nock]) {
      const seen = await observe(body(withNock));
      assert.deepEqual(failures(seen), []);
      assert.deepEqual(places(seen), []);
    }
  });
});
