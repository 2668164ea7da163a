import type { GoldenCase } from '../goldenCase.ts';

const action = 'close-server';
const harm = 'keeps-running';

export const cases: readonly GoldenCase[] = [
  {
    name: 'started before each test',
    action,
    harm,
    before: `import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

describe('orders', () => {
  let server: Server;

  beforeEach(async () => {
    server = createServer((request, response) => response.end('ok')).listen(0, '127.0.0.1'); // any port
    await once(server, 'listening');
  });

  it('starts empty', () => {
    server.getMaxListeners();
  });
});
`,
    after: `import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';

describe('orders', () => {
  let server: Server;

  beforeEach(async () => {
    server = createServer((request, response) => response.end('ok')).listen(0, '127.0.0.1'); // any port
    await once(server, 'listening');
  });

  afterEach(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('starts empty', () => {
    server.getMaxListeners();
  });
});
`,
  },
  {
    name: 'a constant of the suite that starts in a hook, with a connection that is kept alive',
    action,
    harm,
    // The type of its address cannot be written in all languages.
    onlyLanguages: ['esm', 'commonjs'],
    before: `import assert from 'node:assert/strict';
import http from 'node:http';

describe('orders', function () {
  const server = http.createServer((request, response) => response.end('ok'));
  before(function (done) {
    server.listen(0, '127.0.0.1', done);
  });
  it('answers', async function () {
    const response = await fetch(\`http://127.0.0.1:\${server.address().port}/\`);
    assert.equal(await response.text(), 'ok');
  });
});
`,
    after: `import assert from 'node:assert/strict';
import http from 'node:http';

describe('orders', function () {
  const server = http.createServer((request, response) => response.end('ok'));
  before(function (done) {
    server.listen(0, '127.0.0.1', done);
  });
  after(async function () {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  it('answers', async function () {
    const response = await fetch(\`http://127.0.0.1:\${server.address().port}/\`);
    assert.equal(await response.text(), 'ok');
  });
});
`,
  },
  {
    name: 'constants in two tests share one variable and one hook',
    action,
    harm,
    before: `import assert from 'node:assert/strict';
import { createServer } from 'node:http';

describe('orders', () => {
  // what a customer sees
  it('starts', async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(0)));
    assert.ok(server.listening);
  });

  it('starts again', async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(0)));
    assert.ok(server.listening);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { createServer } from 'node:http';

describe('orders', () => {
  let server: ReturnType<typeof createServer>;

  afterEach(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  // what a customer sees
  it('starts', async () => {
    server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(0)));
    assert.ok(server.listening);
  });

  it('starts again', async () => {
    server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(0)));
    assert.ok(server.listening);
  });
});
`,
  },
  {
    name: 'joins a hook, which has to wait then; a type that may be empty',
    action,
    harm,
    // The compiler does not believe in a function what was checked outside of it.
    onlyLanguages: ['typescript'],
    before: `import { createServer } from 'node:http';
import type { Server } from 'node:http';

describe('orders', () => {
  let server: Server | undefined;
  let count = 0;

  before(() => {
    server = createServer();
    server.listen(0, '127.0.0.1');
  });

  after(() => {
    count = 0; // start again
  });

  it('counts', () => {
    count += 1;
  });
});
`,
    after: `import { createServer } from 'node:http';
import type { Server } from 'node:http';

describe('orders', () => {
  let server: Server | undefined;
  let count = 0;

  before(() => {
    server = createServer();
    server.listen(0, '127.0.0.1');
  });

  after(async () => {
    count = 0; // start again
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server?.close(resolve));
    }
  });

  it('counts', () => {
    count += 1;
  });
});
`,
  },
  {
    name: 'joins a hook of one expression, in front',
    action,
    harm,
    before: `import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', () => {
  let folder: string;
  let server: Server;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    server = createServer().listen(0, '127.0.0.1');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('starts empty', () => {});
});
`,
    after: `import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', () => {
  let folder: string;
  let server: Server;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    server = createServer().listen(0, '127.0.0.1');
  });

  afterEach(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    return rmSync(folder, { recursive: true });
  });

  it('starts empty', () => {});
});
`,
  },
  {
    name: 'a server without HTTP, in the other vocabulary',
    action,
    harm,
    before: `import { setup, suite, test } from 'mocha';
import net from 'node:net';

suite('orders', () => {
  setup(() => {
    const server = net.createServer((socket) => socket.end());
    server.listen(0, '127.0.0.1');
  });

  test('starts empty', () => {});
});
`,
    after: `import { setup, suite, test, teardown } from 'mocha';
import net from 'node:net';

suite('orders', () => {
  let server: ReturnType<typeof net.createServer>;

  setup(() => {
    server = net.createServer((socket) => socket.end());
    server.listen(0, '127.0.0.1');
  });

  teardown(async () => {
    if (server) {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('starts empty', () => {});
});
`,
  },
  {
    name: 'a function of the file starts it',
    action,
    harm,
    before: `import { once } from 'node:events';
import { createServer } from 'node:http';

async function startServer() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('orders', () => {
  it('starts empty', async () => {
    const server = await startServer();
    server.getMaxListeners();
  });
});
`,
    after: `import { once } from 'node:events';
import { createServer } from 'node:http';

async function startServer() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('orders', () => {
  let server: Awaited<ReturnType<typeof startServer>>;

  afterEach(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('starts empty', async () => {
    server = await startServer();
    server.getMaxListeners();
  });
});
`,
  },
  {
    name: 'a test outside any suite: a finally block, for which the test has to wait',
    action,
    harm,
    before: `import { createServer } from 'node:http';

it('starts empty', () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
});
`,
    after: `import { createServer } from 'node:http';

it('starts empty', async () => {
  const server = createServer();
  try {
    server.listen(0, '127.0.0.1');
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
`,
  },
  {
    name: 'without a name',
    action,
    harm,
    before: `import { createServer } from 'node:http';

describe('orders', () => {
  it('starts empty', () => {
    createServer().listen(0, '127.0.0.1');
  });
});
`,
    after: `import { createServer } from 'node:http';

describe('orders', () => {
  let server: ReturnType<typeof createServer>;

  afterEach(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('starts empty', () => {
    server = createServer();
    server.listen(0, '127.0.0.1');
  });
});
`,
  },
  {
    name: 'everything on one line',
    action,
    harm,
    before: `import { createServer } from 'node:http';
import type { Server } from 'node:http';
describe('orders', () => { let server: Server; before(() => { server = createServer().listen(0); }); it('runs', () => {}); });
`,
    after: `import { createServer } from 'node:http';
import type { Server } from 'node:http';
describe('orders', () => { let server: Server; before(() => { server = createServer().listen(0); }); after(async () => { if (server) { server.closeAllConnections(); await new Promise((resolve) => server.close(resolve)); } }); it('runs', () => {}); });
`,
  },
];
