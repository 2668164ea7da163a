'use strict';
const assert = require('node:assert/strict');
const events = require('node:events');
const http = require('node:http');
const Database = require('better-sqlite3');
const { serve } = require('@hono/node-server');
const { Hono } = require('hono');
const { validator } = require('hono/validator');
const { describe, it } = require('mocha');
const nock = require('nock');

describe('the toolchain, required', () => {
  it('serves a database row over a real port', async () => {
    const db = new Database(':memory:');
    const app = new Hono();
    const anything = validator('query', (value) => value);
    app.get('/', anything, (context) => context.json(db.prepare('SELECT 42 AS total').get()));
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await events.once(server, 'listening');
    const reply = await fetch(`http://127.0.0.1:${server.address().port}/`, {
      headers: { connection: 'close' },
    });
    assert.deepEqual(await reply.json(), { total: 42 });
    server.close();
    await events.once(server, 'close');
    db.close();
  });

  it('intercepts http.get', (done) => {
    nock('http://mail.example').get('/health').reply(503);
    const request = http.get('http://mail.example/health', (reply) => {
      assert.equal(reply.statusCode, 503);
      done();
    });
    request.on('error', done);
  });
});
