import assert from 'node:assert/strict';
import { Hono } from 'hono';

interface User {
  id: number;
  username: string;
  email: string;
}

const app = new Hono();

const users = new Map<number, User>();
let nextId = 1;

app.post('/users', async (c) => {
  const data = await c.req.json();
  const user = { id: nextId, username: data.username, email: data.email };
  users.set(nextId, user);
  nextId += 1;
  return c.json(user, 201);
});

app.get('/users/:id', (c) => {
  const user = users.get(Number(c.req.param('id')));
  return user ? c.json(user) : c.json({ error: 'User not found' }, 404);
});

function posting(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

it('creates and gets a user', async () => {
  const created = await app.request('/users', posting({ username: 'alice', email: 'alice@example.com' }));
  assert.equal(created.status, 201);
  const { id } = (await created.json()) as { id: number };
  const found = await app.request(`/users/${id}`);
  assert.deepEqual(await found.json(), { id, username: 'alice', email: 'alice@example.com' });
});

it('does not find nobody', async () => {
  assert.equal((await app.request('/users/999')).status, 404);
});

it('refuses a user without an email', async () => {
  const response = await app.request('/users', posting({ username: 'bob' }));
  assert.equal(response.status, 400);
});
