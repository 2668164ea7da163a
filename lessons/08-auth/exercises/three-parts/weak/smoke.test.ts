import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { AuthService } from '../src/auth-service.ts';
import { openDatabase } from '../src/database.ts';
import { UserService } from '../src/user-service.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through two users', async () => {
    const db = openDatabase(':memory:');
    try {
      const clock = new FakeClock();
      const store = new AccountStore(db);
      const auth = new AuthService({ store, clock, scryptN: 2 ** 10 });
      const users = new UserService({ db, store, auth });
      await auth.register('alice', 'password123');
      const token = await auth.login('alice', 'password123');
      const bob = await users.registerAndLogin('bob', 'password123');
      clock.advance(1000);
      auth.authenticate(token ?? '');
      auth.logout(bob.token);
      assert.ok(token);
    } finally {
      db.close();
    }
  });
});
