import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('a suite narrowed while debugging', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it.only('answers', async () => {
    const api = createUsersApi({ db, clock: systemClock });
    assert.equal((await api(new Request('http://shop.test/nowhere'))).status, 404);
  });

  it('stores a user', async () => {
    const api = createUsersApi({ db, clock: systemClock });
    const body = JSON.stringify({ username: 'ada', email: 'ada@example.com' });
    const response = await api(new Request('http://shop.test/users', { method: 'POST', body }));
    assert.equal(response.status, 201);
  });
});
