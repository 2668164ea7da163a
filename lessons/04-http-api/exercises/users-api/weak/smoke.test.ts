import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { serve } from '../src/serve.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('the server', () => {
  it('starts and answers', async () => {
    const db = openDatabase(':memory:');
    const server = await serve(createUsersApi({ db, clock: systemClock }));
    try {
      const response = await fetch(`${server.url}/users/1`);
      assert.ok(await response.text());
    } finally {
      await server.close();
      db.close();
    }
  });
});
