import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

// This test is fine, and proves next to nothing. Write the ones that do.
describe('the listing of users', () => {
  it('is empty at first', async () => {
    const empty = openDatabase(':memory:');
    try {
      const answer = createUsersApi({ db: empty, clock: systemClock });
      const response = await answer(new Request('http://shop.test/users'));
      assert.partialDeepStrictEqual(await response.json(), { users: [], next: null });
    } finally {
      empty.close();
    }
  });
});
