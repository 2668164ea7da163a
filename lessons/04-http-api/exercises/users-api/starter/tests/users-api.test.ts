import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import { createUsersApi } from '../src/users-api.ts';

// This test is fine, and proves next to nothing. Write the ones that do.
describe('the users API', () => {
  it('answers a request', async () => {
    const empty = openDatabase(':memory:');
    try {
      const answer = createUsersApi({ db: empty, clock: systemClock });
      const { status } = await answer(new Request('http://shop.test/nowhere'));
      assert.equal(status, 404);
    } finally {
      empty.close();
    }
  });
});
