import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('the listing', () => {
  it('answers', async () => {
    const db = openDatabase(':memory:');
    try {
      const api = createUsersApi({ db, clock: systemClock });
      assert.ok((await api(new Request('http://shop.test/users'))).ok);
    } finally {
      db.close();
    }
  });
});
