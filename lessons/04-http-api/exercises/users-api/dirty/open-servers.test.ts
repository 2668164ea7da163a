import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { serve } from '../src/serve.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('a server that keeps listening', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('answers over a socket', async () => {
    const { url } = await serve(createUsersApi({ db, clock: systemClock }));
    const response = await fetch(`${url}/nowhere`);
    await response.text();
    assert.equal(response.status, 404);
  });
});
