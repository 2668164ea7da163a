import assert from 'node:assert/strict';
import { useFreePort } from '../../../../src/server/actions/useFreePort.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { fixedPort } from '../../../../src/server/rules/fixedPort.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import http, { createServer } from 'node:http';
import { once } from 'node:events';
import express from 'express';
`;

const reported: Readonly<Record<string, string>> = {
  'a server of the file': `describe('x', () => { let server;
  before((done) => {
    server = createServer((request, response) => response.end());
    server.listen(3000, done); // ←
  });
  it('a', () => {});
});`,
  'in a chain, with options': `it('a', () => {
  http.createServer().on('error', console.error).listen({ port: 3_000 }); // ←
  new http.Server().listen(8080, '127.0.0.1'); // ←
});`,
  'an application of Express, Koa or Connect': `const Koa = require('koa');
const app = express(); app.use(() => {});
before(() => {
  app.listen(3000); // ←
  new Koa().use(() => {}).listen(3001); // ←
});`,
  'a server or application of the project': `import { app } from '../src/app.ts';
import { createApp } from '../src/createApp.ts';
import server from '../src/server.ts';
before(() => {
  app.listen(3000); // ←
  createApp({}).listen(3001); // ←
  server.listen(3002); // ←
});`,
  'a function of the file that makes one': `const start = () => { const server = createServer(); return server; };
before(() => { start().listen(3000); }); // ←`,
  'a constant, and a variable that stays': `const PORT = 4000;
var other = 4001;
before((done) => { createServer().listen(PORT, done); // ←
  createServer().listen(other, done); // ←
});`,
  'other packages that listen at once': `import { serve } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import { Server } from 'socket.io';
before(() => {
  serve({ fetch: () => {}, port: 3000 }); // ←
  new WebSocketServer({ port: 3001 }); // ←
  new Server(3002); // ←
});`,
  'inside a promise': `before(() => new Promise((resolve) => {
  const server = http.createServer();
  server.listen(3000, resolve); // ←
}));`,
};

const silent: Readonly<Record<string, string>> = {
  'port 0': `before(() => { createServer().listen(0); createServer().listen({ port: 0 }); createServer().listen(); });`,
  'a port that is no port': `it('a', () => { createServer().listen(70000); createServer().listen(-1); });`,
  'a port from elsewhere': `import { port } from './config.ts';
import { getPort } from './ports.ts';
before(async () => {
  createServer().listen(port);
  createServer().listen(process.env.PORT ?? 3000);
  createServer().listen(Number(process.env.PORT));
  createServer().listen(await getPort());
  let changing = 3000; changing += process.pid % 100;
  createServer().listen(changing);
});`,
  'a socket file': `before(() => { createServer().listen('/run/app.sock'); });`,
  'something else that listens': `import { emitter, queue } from '../src/queue.ts';
const double = { listen: (port) => port };
it('a', function () {
  emitter.listen(3000); queue.listen(3000); double.listen(3000); this.thing.listen(3000); unknown.listen(3000);
  const take = (server) => server.listen(3000); take(double);
});`,
  'a name that may hold something else': `import { fake } from './fake.ts';
let server = createServer(); const useFake = () => { server = fake; };
it('a', () => { useFake(); server.listen(3000); });`,
  'a test about ports that are taken': `it('fails when the port is taken', async () => {
  createServer().listen(3000);
  const [error] = await once(createServer().listen(3000), 'error');
  assert.equal(error.code, 'EADDRINUSE');
});`,
  'a server that only has to take the port': `before(() => { createServer().listen(3000).on('error', () => {}); });`,
  'a call that is expected to throw': `it('a', () => { assert.throws(() => createServer().listen(3000)); });
it('b', () => { expect(() => createServer().listen(3000)).to.throw(); });`,
  'a server of another test runner that is shadowed': `it('a', () => { const createServer = () => ({ listen() {} }); createServer().listen(3000); });`,
  'a file without tests': `createServer().listen(3000);`,
};

/** Where the fix says why it cannot help. */
const refused: Readonly<Record<string, readonly [text: string, reason: RegExp]>> = {
  'nobody in the file connects': [
    `const server = createServer(); before((done) => { server.listen(3000, done); }); after(() => server.close());`,
    /Nothing in this file connects to port 3000/,
  ],
  'the server has no name': [
    `before((done) => { createServer().listen(3000, done); }); it('a', () => fetch('http://localhost:3000/'));`,
    /Keep the server in a variable/,
  ],
  'the number may mean something else': [
    `const server = createServer(); before((done) => { server.listen(3000, done); });
it('a', () => { check(3000); });`,
    /stands in line 5 as well/,
  ],
  'another part of an address': [
    `const server = createServer(); before((done) => { server.listen(3000, done); });
it('a', () => fetch('http://example.test:3000/'));`,
    /stands in line 5 as well/,
  ],
  'the address is needed too early': [
    `const server = createServer();
it('a', async () => { server.listen(3000); await fetch('http://localhost:3000/'); });`,
    /Line 5 needs the port before the server listens/,
  ],
  'the address is used when the file is loaded': [
    `const server = createServer(); const client = connect('http://localhost:3000/');
before((done) => { server.listen(3000, done); });`,
    /Line 4 needs the port before/,
  ],
  'the server is out of reach': [
    `describe('x', () => { let server = createServer(); before((done) => { server.listen(3000, done); }); });
it('a', () => fetch('http://localhost:3000/'));`,
    /cannot be reached from line 5/,
  ],
  'a server that has to be asked in another way': [
    `import { app } from '../src/app.ts'; before(() => { app.listen(3000); });`,
    /not known here/,
  ],
  'two servers at one port': [
    `describe('x', () => { const a = createServer(); const b = createServer();
before(() => { a.listen(3000); b.listen(3000); }); it('a', () => fetch('http://localhost:3000')); });`,
    /Several servers/,
  ],
  'an exported constant': [
    `export const port = 3000; const server = createServer(); before(() => { server.listen(port); });`,
    /exported/,
  ],
};

function fix(text: string): { readonly text: string } | { readonly reason: string } {
  const source = head + text;
  const file = readTestFile(typescriptParser, 'a.test.mjs', source, {});
  const [finding] = findingsOf(fixedPort, file);
  assert.ok(finding, 'Nothing is reported.');
  const [offer] = useFreePort.offers(file, finding);
  assert.ok(offer);
  assert.equal(offer.preferred, false);
  const edit = offer.edit();
  return edit.possible
    ? { text: applyChanges(source, edit.changes).slice(head.length) }
    : { reason: edit.reason };
}

describe('fixed-port', () => {
  describe('reports', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('fixed-port', head + text));
    }
  });

  describe('is silent about', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => assertReported('fixed-port', head + text));
    }
  });

  describe('leaves the port and says why, when', () => {
    for (const [name, [text, reason]] of Object.entries(refused)) {
      it(name, () => {
        const fixed = fix(text);
        assert.ok('reason' in fixed, 'text' in fixed ? fixed.text : '');
        assert.match(fixed.reason, reason);
      });
    }
  });

  it('asks the server that an application of Express returns', () => {
    assert.deepEqual(
      fix(`let server; before((done) => { server = express().listen(3000, () => done()); });
it('a', () => fetch("http://localhost:3000/a"));`),
      {
        text: `let server; before((done) => { server = express().listen(0, '127.0.0.1', () => done()); });
it('a', () => fetch(\`http://127.0.0.1:\${server.address().port}/a\`));`,
      },
    );
  });

  it('keeps the servers of two suites apart, and durations as they are', () => {
    const suite = (port: string, host: string, url: string): string => `describe('x', () => {
  const server = createServer();
  before((done) => { server.listen(${port}${host}, done); });
  it('a', async function () { this.timeout(3000); await fetch(${url}); });
});
`;
    const before = suite('3000', '', "'http://localhost:3000'");
    const after = suite('0', ", '127.0.0.1'", '`http://127.0.0.1:${server.address().port}`');
    assert.deepEqual(fix(before + before), { text: after + before });
  });

  it('listens everywhere still where `localhost` stays', () => {
    const text = (port: string, use: string): string => `const server = createServer();
before(() => { server.listen(${port}); });
it('a', () => { get({ host: 'localhost', port: ${use} }); });`;
    assert.deepEqual(fix(text('3000', '3000')), { text: text('0', 'server.address().port') });
  });

  it('needs no address when the server is handed to a client', () => {
    assert.deepEqual(
      fix(
        `const server = createServer(); before(() => { server.listen(3000, 'localhost'); }); it('a', () => request(server));`,
      ),
      {
        text: `const server = createServer(); before(() => { server.listen(0, 'localhost'); }); it('a', () => request(server));`,
      },
    );
  });
});
