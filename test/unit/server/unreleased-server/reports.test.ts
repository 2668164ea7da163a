import { assertReported, assertWhole } from '../expectedLines.ts';

const head = `import http, { createServer } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { once } from 'node:events';
`;

const reported: Readonly<Record<string, string>> = {
  'started before each test': `describe('x', () => { let server;
  beforeEach(() => {
    server = createServer().listen(0); // ←
  });
  it('a', () => fetch(server.address().port));
});`,
  'where it listens, not where it is made': `describe('x', () => {
  const server = createServer((request, response) => response.end());
  before((done) => {
    server.listen(0, done); // ←
  });
  it('a', () => fetch(server.address().port));
});`,
  'listening in the executor of a promise': `describe('x', () => { let server;
  before(async () => {
    server = http.createServer((request, response) => response.end());
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve)); // ←
  });
  it('a', () => fetch(server.address().port));
});`,
  'waited for, chained and used': `it('a', async () => {
  const server = createServer(); server.on('error', console.error).listen(0); // ←
  await once(server, 'listening');
  const { port } = server.address();
  await fetch(port);
});`,
  'a factory of the file, at its calls': `async function start(handler) {
  const server = createServer(handler);
  server.listen(0);
  await once(server, 'listening');
  return server;
}
describe('x', () => { let server;
  before(async () => { server = await start(); }); // ←
  it('a', () => fetch(server.address().port));
});`,
  'a factory of the file that starts nothing': `function make() { return createServer(); }
it('a', () => { const server = make(); server.listen(0); }); // ←
it('b', () => { const server = make(); server.on('request', () => {}); });`,
  'started by a helper of the file': `function start(which) { which.listen(0); } // ←
it('a', () => { const server = createServer(); start(server); });`,
  'https, net and new': `it('a', () => {
  https.createServer({}).listen(0); // ←
  net.createServer().listen(0); // ←
  new http.Server().listen(0); // ←
});`,
  'express, koa and connect': `import express from 'express';
import Koa from 'koa';
const connect = require('connect');
let app;
beforeEach(() => { app = express(); });
it('a', () => {
  const one = app.listen(0); // ←
  const other = express();
  other.listen(0); // ←
  const two = new Koa().listen(0); // ←
  const three = connect().listen(0); // ←
  one.ref(); two.ref(); three.ref();
});`,
  'by require': `const { createServer: make } = require('http');
it('a', () => {
  const server = make().listen(0); // ←
  server.on('request', () => {});
});`,
  'asked by supertest while it listens': `import request from 'supertest';
describe('x', () => { let server;
  before(() => { server = createServer().listen(0); }); // ←
  it('a', () => request(server).get('/'));
});`,
  'in the other vocabulary': `suite('x', () => { let server;
  suiteSetup(() => { server = createServer().listen(0); }); // ←
  test('a', () => fetch(server.address().port));
});`,
};

const silent: Readonly<Record<string, string>> = {
  'closed in a hook': `describe('x', () => { let server;
  before(() => { server = createServer().listen(0); });
  after(() => server.close());
  it('a', () => {});
});`,
  'closed with done or in a promise': `describe('x', () => { let one; let two;
  before(() => { one = createServer().listen(0); two = createServer().listen(0); });
  after((done) => { one.close(done); });
  after(() => new Promise((resolve) => { two.closeAllConnections(); two.close(resolve); }));
});`,
  'closed by promisify': `import { promisify } from 'node:util';
describe('x', () => { let server;
  before(() => { server = createServer().listen(0); });
  after(async () => { await promisify(server.close.bind(server))(); });
  after(async () => { await promisify(server.close).call(server); });
});`,
  'disposed of': `it('a', async () => { await using server = createServer().listen(0); });
it('b', async () => { const server = createServer().listen(0); await server[Symbol.asyncDispose](); });`,
  'keeps nobody waiting': `it('a', () => { const server = createServer().listen(0).unref(); fetch(server); });
it('b', () => { const server = createServer(); server.listen(0); server.unref(); });`,
  'closed by the test': `it('a', async () => {
  const server = createServer().listen(0);
  try { await fetch(server.address().port); } finally { server.close(); }
});`,
  'closes itself after the first request': `it('a', () => {
  const server = createServer((request, response) => { response.end(); server.close(); });
  server.listen(0);
});`,
  'closed when a client has ended': `it('a', (done) => {
  const server = net.createServer().listen(0, () => {
    const client = net.connect(server.address().port, () => client.end());
    client.on('close', () => server.close(done));
  });
});`,
  'never listens': `import request from 'supertest';
const server = createServer();
it('a', () => request(server).get('/'));
it('b', () => { createServer((request, response) => response.end()).emit('request'); });`,
  'a framework that closes it': `import chai from 'chai';
import { createHttpTerminator } from 'http-terminator';
import { Server } from 'socket.io';
describe('x', () => {
  it('a', () => { const server = createServer().listen(0); const io = new Server(server); after(() => io.close()); });
  it('b', () => { const server = createServer().listen(0); const terminator = createHttpTerminator({ server });
    return terminator.terminate(); });
  it('c', () => { const server = createServer().listen(0); stoppable(server); });
});`,
  'handed to a helper nobody can see into': `import { closeLater, startAll, withServer } from './helpers.ts';
it('a', () => { closeLater(createServer().listen(0)); });
it('b', () => { const server = createServer(); startAll([server]); server.listen(0); });
it('c', () => withServer(createServer().listen(0), () => {}));`,
  'kept in an object, an array, or this': `const servers = [];
it('a', () => { const server = createServer().listen(0); servers.push(server); });
it('b', function () { this.server = createServer().listen(0); });
it('c', () => { const all = { server: createServer().listen(0) }; all.server.on('x'); });`,
  'returned or exported': `export function start() { return createServer().listen(0); }
export const shared = createServer().listen(0);
function open() { const server = createServer().listen(0); return { server, stop: () => server.close() }; }
it('a', () => open());`,
  'resolved by a promise': `it('a', async () => {
  const server = await new Promise((resolve) => {
    const one = createServer().listen(0, () => resolve(one));
  });
  server.close();
});`,
  'a framework of its own': `import fastify from 'fastify';
import { app } from '../src/app.ts';
it('a', async () => { const one = fastify(); await one.listen({ port: 0 }); });
it('b', () => { app.listen(0); });
it('c', () => { let one = require('express')(); one = app; one.listen(0); });`,
  'another function of that name': `import { createServer as make } from './fake.ts';
it('a', () => { make().listen(0); });
it('b', (createServer) => { createServer().listen(0); });`,
  'another test runner': `import { it } from 'node:test';
it('a', () => { createServer().listen(0); });`,
  'no test file': `createServer().listen(0);`,
  'a callback nobody can see': `import { onReady } from './ready.ts';
onReady(() => { createServer().listen(0); });
it('a', () => {});`,
};

describe('unreleased-server', () => {
  describe('reports a server that goes on listening', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('unreleased-server', head + text));
    }
  });

  describe('is silent where it is closed, or where somebody else may close it', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertWhole(head + text);
        assertReported('unreleased-server', head + text);
      });
    }
  });
});
