import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { AuthService } from '../src/auth-service.ts';
import { openDatabase } from '../src/database.ts';
import { UserService } from '../src/user-service.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

// One user, one process, one moment: the flow of the lesson this course grew from.
describe('the full user flow', () => {
  it('creates a user and a session', async () => {
    const db = openDatabase(':memory:');
    try {
      const store = new AccountStore(db);
      const auth = new AuthService({ store, clock: new FakeClock(), scryptN: 2 ** 10 });
      const users = new UserService({ db, store, auth });

      const result = await users.registerAndLogin('alice', 'password123');

      assert.ok(result.userId);
      assert.equal(store.findByUsername('alice')?.username, 'alice');
      assert.ok(result.token);
      assert.equal(auth.authenticate(result.token), result.userId);

      await auth.register('bob', 'password456');
      assert.notEqual(await auth.login('bob', 'password456'), null);
    } finally {
      db.close();
    }
  });
});
