import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { AuthService } from '../src/auth-service.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { UserService } from '../src/user-service.ts';
import { FakeClock } from './support/fake-clock.ts';

// The happy flow of three parts. It is green, and says little about any of their promises.
describe('signing up', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('registers a user and logs them in', async () => {
    const store = new AccountStore(db);
    // A low cost: hashing is slow on purpose, and that is not what this test is about.
    const auth = new AuthService({ store, clock: new FakeClock(), scryptN: 2 ** 10 });
    const userService = new UserService({ db, store, auth });

    const { userId, token } = await userService.registerAndLogin('alice', 'password123');

    assert.equal(store.findByUsername('alice')?.id, userId);
    assert.equal(auth.authenticate(token), userId);
  });
});
