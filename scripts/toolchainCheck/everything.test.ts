import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import Database from 'better-sqlite3';
import { Hono } from 'hono';
import { logger } from 'hono/logger';
import { after, afterEach, before, describe, it } from 'mocha';
import nock from 'nock';

/** What a course uses of each package, in one suite that is both type-checked and run. */
describe('the toolchain, imported', () => {
  let db: Database.Database;
  let server: Server;
  const lines: string[] = [];
  const app = new Hono();
  app.use(logger((line) => lines.push(line)));
  app.get('/orders/:id', (context) => {
    const order = db
      .prepare<[string], { id: string; total: number }>('SELECT id, total FROM orders WHERE id = ?')
      .get(context.req.param('id'));
    return order === undefined ? context.notFound() : context.json(order);
  });

  before(async () => {
    db = new Database(':memory:');
    db.exec("CREATE TABLE orders (id TEXT PRIMARY KEY, total INTEGER); INSERT INTO orders VALUES ('o1', 42)");
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', createServer }) as Server;
    await once(server, 'listening');
  });
  afterEach(() => nock.cleanAll());
  after(async () => {
    server.close();
    await once(server, 'close');
    db.close();
  });

  it('answers over a real port, from a real database', async () => {
    const { port } = server.address() as AddressInfo;
    const reply = await fetch(`http://127.0.0.1:${port}/orders/o1`, { headers: { connection: 'close' } });
    assert.deepEqual(await reply.json(), { id: 'o1', total: 42 });
    assert.ok(lines.length > 0);
  });

  it('answers in process', async () => {
    const reply = await app.request('/orders/none');
    assert.equal(reply.status, 404);
  });

  it('intercepts fetch', async () => {
    const scope = nock('https://payments.example').post('/charges', { amount: 42 }).reply(201, { ok: true });
    const reply = await fetch('https://payments.example/charges', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 42 }),
    });
    assert.deepEqual(await reply.json(), { ok: true });
    scope.done();
  });
});
