import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { AuthService } from '../src/auth-service.ts';
import { openDatabase } from '../src/database.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('one user with one session', () => {
  it('is logged in', async () => {
    const db = openDatabase(':memory:');
    try {
      const store = new AccountStore(db);
      const auth = new AuthService({ store, clock: new FakeClock(), scryptN: 2 ** 10 });
      const id = await auth.register('alice', 'password123');

      const token = await auth.login('alice', 'password123');

      assert.ok(token);
      assert.equal(auth.authenticate(token), id);
      assert.doesNotThrow(() => auth.logout(token));
    } finally {
      db.close();
    }
  });
});
