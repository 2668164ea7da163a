import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

describe('a database that stays open', () => {
  it('answers', async () => {
    const api = createUsersApi({ db: openDatabase(':memory:'), clock: systemClock });
    assert.equal((await api(new Request('http://shop.test/nowhere'))).status, 404);
  });
});
