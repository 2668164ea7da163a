import assert from 'node:assert/strict';
import { AccountStore } from '../src/account-store.ts';
import { AuthService, sessionLifetimeMs } from '../src/auth-service.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { FakeClock } from './support/fake-clock.ts';

describe('AuthService and its sessions', () => {
  let db: Db;
  let clock: FakeClock;
  let auth: AuthService;
  let aliceId: number;

  beforeEach(async () => {
    db = openDatabase(':memory:');
    clock = new FakeClock();
    auth = new AuthService({ store: new AccountStore(db), clock, scryptN: 2 ** 10 });
    aliceId = await auth.register('alice', 'correct horse');
  });

  afterEach(() => {
    db.close();
  });

  async function logIn(): Promise<string> {
    const token = await auth.login('alice', 'correct horse');
    assert.ok(token, 'The login was refused.');
    return token;
  }

  it('knows the user of a session', async () => {
    assert.equal(auth.authenticate(await logIn()), aliceId);
  });

  it('opens no session with a made-up token', async () => {
    await logIn();

    assert.doesNotThrow(() => auth.authenticate('made up'));
    assert.equal(auth.authenticate('made up'), null);
  });

  it('ends the session at logout', async () => {
    const token = await logIn();

    auth.logout(token);

    assert.equal(auth.authenticate(token), null);
  });

  it('ends the session when its time has passed', async () => {
    const token = await logIn();

    clock.advance(sessionLifetimeMs);

    assert.equal(auth.authenticate(token), null);
  });
});
