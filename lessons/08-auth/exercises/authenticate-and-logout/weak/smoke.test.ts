import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { AuthService } from '../src/auth-service.ts';
import { openDatabase } from '../src/database.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through two sessions', async () => {
    const db = openDatabase(':memory:');
    try {
      const clock = new FakeClock();
      const auth = new AuthService({ store: new AccountStore(db), clock, scryptN: 2 ** 10 });
      await auth.register('alice', 'password123');
      const phone = await auth.login('alice', 'password123');
      const laptop = await auth.login('alice', 'password123');
      clock.advance(1000);
      auth.authenticate(phone ?? '');
      auth.logout(phone ?? '');
      auth.logout(laptop ?? '');
      assert.ok(phone && laptop);
    } finally {
      db.close();
    }
  });
});
