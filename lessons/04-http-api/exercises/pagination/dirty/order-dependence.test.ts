import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('tests that build on each other', () => {
  let db: Db;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  const post = async (): Promise<number> => {
    const api = createUsersApi({ db, clock: systemClock });
    const body = JSON.stringify({ username: 'ada', email: 'ada@example.com' });
    const request = new Request('http://shop.test/users', { method: 'POST', body });
    return (await api(request)).status;
  };

  it('stores a user', async () => {
    assert.equal(await post(), 201);
  });

  it('refuses the user of the test before', async () => {
    assert.equal(await post(), 409);
  });
});
