import assert from 'node:assert/strict';
import { AccountStore, AuthService } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';

describe('login', () => {
  it('makes a token of 32 bytes', async () => {
    const db = openDatabase(':memory:');
    try {
      const auth = new AuthService({ store: new AccountStore(db), clock: systemClock, scryptN: 2 ** 12 });
      await auth.register('alice@example.com', 'open sesame');

      const token = await auth.login('alice@example.com', 'open sesame');

      assert.match(token ?? '', /^[\w-]{43}$/);
    } finally {
      db.close();
    }
  });
});
