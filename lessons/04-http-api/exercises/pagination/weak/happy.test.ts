import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

const address = 'http://shop.test/users';

// The happy path as it is often written: three users, one page.
describe('listing users', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('lists all users', async () => {
    const api = createUsersApi({ db, clock: systemClock });
    for (const username of ['alice', 'bob', 'charlie']) {
      const body = JSON.stringify({ username, email: `${username}@example.com` });
      await api(new Request(address, { method: 'POST', body }));
    }
    const response = await api(new Request(address));
    assert.equal(response.status, 200);
    const text = await response.text();
    for (const username of ['alice', 'bob', 'charlie']) assert.ok(text.includes(username));
    assert.ok(text.includes('"next":null'));
  });

  it('refuses a limit of zero', async () => {
    const api = createUsersApi({ db, clock: systemClock });
    assert.equal((await api(new Request(`${address}?limit=0`))).status, 400);
  });
});
