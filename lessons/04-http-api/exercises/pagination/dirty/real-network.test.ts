import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('test data from the internet', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('stores a user, with or without an answer', async () => {
    const answer = await fetch('https://names.example.com/random').catch(() => undefined);
    const username = answer === undefined ? 'ada' : await answer.text();
    const api = createUsersApi({ db, clock: systemClock });
    const body = JSON.stringify({ username, email: 'ada@example.com' });
    const response = await api(new Request('http://shop.test/users', { method: 'POST', body }));
    assert.equal(response.status, 201);
  });
});
