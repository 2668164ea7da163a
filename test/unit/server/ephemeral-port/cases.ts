import { endings } from '../goldenCase.ts';
import type { GoldenCase, Language } from '../goldenCase.ts';

const action = 'ephemeral-port';

/** A program of somebody else's that has the port already, as on any developer's machine. */
const neighbour = `import { once } from 'node:events';
import { createServer } from 'node:http';

const neighbour = createServer();

/** Takes the port, as another program of the machine might. */
export async function startNeighbour(): Promise<void> {
  neighbour.listen(41873, '127.0.0.1');
  await once(neighbour, 'listening');
}

export function stopNeighbour(): void {
  neighbour.close();
}
`;
const neighbours: Readonly<Record<Language, string>> = {
  typescript: neighbour,
  esm: neighbour.replaceAll(/: (Promise<void>|void)/g, ''),
  commonjs: neighbour
    .replaceAll(/: (Promise<void>|void)/g, '')
    .replaceAll('export ', '')
    .concat('exports.startNeighbour = startNeighbour;\nexports.stopNeighbour = stopNeighbour;\n'),
};

/** Asking for the address takes a cast in TypeScript, so each case has a text of its own there. */
function inEachLanguage(
  name: string,
  harm: GoldenCase['harm'],
  before: string,
  after: string,
  lastImport: string,
): readonly GoldenCase[] {
  const typed = after
    .replaceAll('server.address().port', '(server.address() as AddressInfo).port')
    .replace(lastImport, `${lastImport}import type { AddressInfo } from 'node:net';\n`);
  return (['typescript', 'esm', 'commonjs'] as const).map((language) => ({
    name: `${name} (${language})`,
    action,
    harm,
    before,
    after: language === 'typescript' ? typed : after,
    files: { [`src/neighbour${endings[language]}`]: neighbours[language] },
    onlyLanguages: [language],
  }));
}

export const cases: readonly GoldenCase[] = [
  ...inEachLanguage(
    'a server that a hook starts, and addresses in tests',
    'failing-test',
    `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { startNeighbour, stopNeighbour } from '../src/neighbourENDING';

describe('greetings', () => {
  const server = createServer((request, response) => {
    response.end(request.url);
  });

  before(startNeighbour);

  before(async () => {
    server.listen(▮41873);
    await once(server, 'listening');
  });

  after(() => {
    stopNeighbour();
    server.closeAllConnections();
    server.close();
  });

  it('answers', async () => {
    const response = await fetch('http://localhost:41873/hello?a=1');
    assert.equal(await response.text(), '/hello?a=1');
  });

  it('answers by name', async () => {
    const path = 'bye';
    // The old way.
    const response = await fetch(\`http://localhost:41873/\${path}\`);
    assert.equal(await response.text(), '/bye');
  });
});
`,
    `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { startNeighbour, stopNeighbour } from '../src/neighbourENDING';

describe('greetings', () => {
  const server = createServer((request, response) => {
    response.end(request.url);
  });

  before(startNeighbour);

  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(() => {
    stopNeighbour();
    server.closeAllConnections();
    server.close();
  });

  it('answers', async () => {
    const response = await fetch(\`http://127.0.0.1:\${server.address().port}/hello?a=1\`);
    assert.equal(await response.text(), '/hello?a=1');
  });

  it('answers by name', async () => {
    const path = 'bye';
    // The old way.
    const response = await fetch(\`http://127.0.0.1:\${server.address().port}/\${path}\`);
    assert.equal(await response.text(), '/bye');
  });
});
`,
    `import { startNeighbour, stopNeighbour } from '../src/neighbourENDING';\n`,
  ),
  ...inEachLanguage(
    'a constant, and an address made of it',
    // Nobody else has the port here: what is shown is the text.
    undefined,
    `import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';

const port = 41874;

describe('greetings', function () {
  const server = createServer((incoming, response) => {
    response.end(incoming.url);
  });
  const base = \`http://localhost:\${port}\`;

  before(function (done) {
    server.listen(▮port, done);
  });

  after(function (done) {
    server.closeAllConnections();
    server.close(done);
  });

  it('answers', async function () {
    const response = await fetch(\`\${base}/hello\`);
    assert.equal(await response.text(), '/hello');
  });

  it('answers by request', function (done) {
    request({ host: '127.0.0.1', port: port, path: '/bye' }, (response) => {
      assert.equal(response.statusCode, 200);
      response.resume();
      response.on('end', done);
    }).end();
  });
});
`,
    `import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';

const port = 0;

describe('greetings', function () {
  const server = createServer((incoming, response) => {
    response.end(incoming.url);
  });
  const base = () => \`http://127.0.0.1:\${server.address().port}\`;

  before(function (done) {
    server.listen(port, '127.0.0.1', done);
  });

  after(function (done) {
    server.closeAllConnections();
    server.close(done);
  });

  it('answers', async function () {
    const response = await fetch(\`\${base()}/hello\`);
    assert.equal(await response.text(), '/hello');
  });

  it('answers by request', function (done) {
    request({ host: '127.0.0.1', port: server.address().port, path: '/bye' }, (response) => {
      assert.equal(response.statusCode, 200);
      response.resume();
      response.on('end', done);
    }).end();
  });
});
`,
    `import { createServer, request } from 'node:http';\n`,
  ),
  ...inEachLanguage(
    'a host that is named stays',
    undefined,
    `import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';

describe('echo', () => {
  it('answers', async () => {
    const server = net.createServer((socket) => socket.end('bye')).listen({ port: ▮41_875, host: 'localhost' });
    await once(server, 'listening');
    const client = net.connect({ port: 41875, host: 'localhost', timeout: 100 });
    client.resume();
    await once(client, 'close');
    server.close();
    assert.equal(server.listening, false);
  });
});
`,
    `import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';

describe('echo', () => {
  it('answers', async () => {
    const server = net.createServer((socket) => socket.end('bye')).listen({ port: 0, host: 'localhost' });
    await once(server, 'listening');
    const client = net.connect({ port: server.address().port, host: 'localhost', timeout: 100 });
    client.resume();
    await once(client, 'close');
    server.close();
    assert.equal(server.listening, false);
  });
});
`,
    'no import is added',
  ).map((golden) => ({ ...golden, after: golden.after.replace('as AddressInfo', 'as net.AddressInfo') })),
];
