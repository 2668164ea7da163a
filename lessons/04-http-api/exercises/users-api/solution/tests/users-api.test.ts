import assert from 'node:assert/strict';
import type { Clock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { serve, type Handler } from '../src/serve.ts';
import { createUsersApi } from '../src/users-api.ts';

const clock: Clock = { now: () => Date.parse('2026-03-01T09:30:00Z') };
const base = 'http://shop.test/users';
const ada = { username: 'ada', email: 'ada@example.com' };
const storedAda = { ...ada, role: 'user', createdAt: '2026-03-01T09:30:00.000Z' };

function posting(body: unknown): RequestInit {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: text };
}

/** The address a response points to, absolute. */
function locationOf(response: Response): URL {
  const location = response.headers.get('location');
  assert.ok(location, 'There is no Location.');
  return new URL(location, base);
}

function assertIsJson(response: Response): void {
  assert.match(response.headers.get('content-type') ?? 'none', /^application\/json\b/);
}

describe('the users API', () => {
  let db: Db;
  let api: Handler;

  beforeEach(() => {
    db = openDatabase(':memory:');
    api = createUsersApi({ db, clock });
  });

  afterEach(() => {
    db.close();
  });

  const post = (body: unknown): Promise<Response> => api(new Request(base, posting(body)));
  const get = (url: URL | string): Promise<Response> => api(new Request(url));

  it('answers 201 with the user as JSON', async () => {
    const response = await post(ada);

    assert.equal(response.status, 201);
    assertIsJson(response);
    assert.partialDeepStrictEqual(await response.json(), storedAda);
  });

  it('stores the user, and says where', async () => {
    const created = await post(ada);

    const found = await get(locationOf(created));

    assert.equal(found.status, 200);
    assertIsJson(found);
    assert.deepEqual(await found.json(), await created.json());
  });

  it('answers 404 for a user who does not exist', async () => {
    const response = await get(`${base}/4711`);

    assert.equal(response.status, 404);
    assertIsJson(response);
  });

  it('refuses what is no user, and stores nothing', async () => {
    const refused = [
      'no JSON',
      null,
      { username: 'ada' },
      { email: 'ada@example.com' },
      { username: 'ada', email: '' },
      { username: 'ada', email: 42 },
    ];

    for (const body of refused) {
      assert.equal((await post(body)).status, 400, `It took ${JSON.stringify(body)}.`);
    }

    assert.equal((await post(ada)).status, 201, 'The name is taken: something was stored.');
  });

  it('refuses a username that is taken, and keeps its user', async () => {
    const first = await post(ada);

    const response = await post({ ...ada, email: 'other@example.com' });

    assert.equal(response.status, 409);
    assert.doesNotMatch(await response.text(), /sqlite|constraint/i);
    assert.partialDeepStrictEqual(await (await get(locationOf(first))).json(), storedAda);
  });

  it('takes no more than name and email from the client', async () => {
    const response = await post({ ...ada, id: 4711, role: 'admin', createdAt: 'yesterday' });

    assert.partialDeepStrictEqual(await response.json(), storedAda);
    assert.notEqual(locationOf(response).pathname, '/users/4711');
  });

  it('knows nothing of the users of another database', async () => {
    const otherDb = openDatabase(':memory:');
    try {
      const other = createUsersApi({ db: otherDb, clock });
      const created = await post(ada);

      assert.equal((await other(new Request(locationOf(created)))).status, 404);
    } finally {
      otherDb.close();
    }
  });

  it('answers the same over a socket', async () => {
    const server = await serve(api);
    try {
      const response = await fetch(`${server.url}/users`, posting(ada));

      assert.equal(response.status, 201);
      assertIsJson(response);
      assert.partialDeepStrictEqual(await response.json(), storedAda);
    } finally {
      await server.close();
    }
  });
});
