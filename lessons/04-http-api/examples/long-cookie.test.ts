import assert from 'node:assert/strict';
import { Hono } from 'hono';
import { serve } from '../src/serve.ts';

const app = new Hono();
app.get('/users/:id', (c) => c.json({ error: 'User not found' }, 404));

it('answers over a socket as it does in process', async () => {
  const headers = { cookie: `basket=${'x'.repeat(20_000)}` };
  const inProcess = await app.request('/users/999', { headers });

  const server = await serve(async (request) => app.fetch(request));
  try {
    const overSocket = await fetch(`${server.url}/users/999`, { headers });
    await overSocket.text();
    assert.equal(overSocket.status, inProcess.status);
  } finally {
    await server.close();
  }
});
