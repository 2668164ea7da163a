import type { GoldenCase } from '../goldenCase.ts';

const action = 'insert-server-fixture';

/** Nothing is wrong before: there is no harm to show. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'with a handler that answers everything',
    action,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';

describe('shop', () => {
  ▮it('adds up', async () => {
    assert.equal(1 + 1, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

describe('shop', () => {
  let server: Server;
  let baseUrl: string;

  before(async () => {
    server = createServer((_request, response) => response.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    baseUrl = \`http://127.0.0.1:\${port}\`;
  });

  after(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('adds up', async () => {
    assert.equal(1 + 1, 2);
  });
});
`,
  },
  {
    name: 'with the handler of the file, beside a teardown',
    action,
    onlyLanguages: ['esm', 'commonjs'],
    before: `import assert from 'node:assert/strict';
import { createServer as makeServer } from 'node:http';

function app(request, response) {
  response.end(request.url);
}

describe('shop', () => {
  let asked = 0;
▮
  after(() => {
    asked = 0;
  });

  it('adds up', () => {
    asked += 1;
    assert.equal(asked, 1);
    String(makeServer);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { createServer as makeServer } from 'node:http';
import { once } from 'node:events';

function app(request, response) {
  response.end(request.url);
}

describe('shop', () => {
  let asked = 0;
  let server;
  let baseUrl;

  before(async () => {
    server = makeServer(app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    baseUrl = \`http://127.0.0.1:\${port}\`;
  });

  after(async () => {
    asked = 0;
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('adds up', () => {
    asked += 1;
    assert.equal(asked, 1);
    String(makeServer);
  });
});
`,
  },
  {
    name: 'not with an application that is no handler, and under other names',
    action,
    onlyLanguages: ['typescript'],
    before: `import assert from 'node:assert/strict';

interface Server {
  readonly name: string;
}

const app = { request: (path: string) => path };
const server: Server = { name: 'one' };

describe('shop', () => {
▮
  it('answers', () => {
    assert.equal(app.request(server.name), 'one');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Server {
  readonly name: string;
}

const app = { request: (path: string) => path };
const server: Server = { name: 'one' };

describe('shop', () => {
  let httpServer: import('node:http').Server;
  let baseUrl: string;

  before(async () => {
    httpServer = createServer((_request, response) => response.end());
    httpServer.listen(0, '127.0.0.1');
    await once(httpServer, 'listening');
    const { port } = httpServer.address() as AddressInfo;
    baseUrl = \`http://127.0.0.1:\${port}\`;
  });

  after(async () => {
    if (httpServer) {
      httpServer.closeAllConnections();
      await new Promise((resolve) => httpServer.close(resolve));
    }
  });

  it('answers', () => {
    assert.equal(app.request(server.name), 'one');
  });
});
`,
  },
];
