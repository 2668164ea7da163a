import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

const base = 'http://shop.test/users';
const alice = { username: 'alice', email: 'alice@example.com' };

// The happy path as it is often written: it believes the body of the answer.
describe('users over HTTP', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('creates a user', async () => {
    const api = createUsersApi({ db, clock: systemClock });
    const request = new Request(base, { method: 'POST', body: JSON.stringify(alice) });
    const response = await api(request);
    assert.equal(response.status, 201);
    assert.partialDeepStrictEqual(JSON.parse(await response.text()), alice);
  });

  it('has no page for a user who is no number', async () => {
    const api = createUsersApi({ db, clock: systemClock });
    assert.equal((await api(new Request(`${base}/alice`))).status, 404);
  });
});
