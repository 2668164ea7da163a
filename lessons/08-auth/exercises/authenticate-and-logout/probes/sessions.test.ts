import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountStore } from '../src/account-store.ts';
import { AuthService, sessionLifetimeMs } from '../src/auth-service.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

const password = 'correct horse';

function authOn(db: Db, clock = new FakeClock()): AuthService {
  return new AuthService({ store: new AccountStore(db), clock, scryptN: 2 ** 10 });
}

async function logIn(auth: AuthService, username: string): Promise<string> {
  const token = await auth.login(username, password);
  assert.ok(token, `The login of ${username} was refused.`);
  return token;
}

describe('AuthService, looked at more closely', () => {
  let db: Db;
  let clock: FakeClock;
  let auth: AuthService;
  let alice: number;
  let bob: number;

  beforeEach(async () => {
    db = openDatabase(':memory:');
    clock = new FakeClock();
    auth = authOn(db, clock);
    alice = await auth.register('alice', password);
    bob = await auth.register('bob', password);
  });

  afterEach(() => {
    db.close();
  });

  it('tells the sessions of two users apart', async () => {
    const tokens = [await logIn(auth, 'alice'), await logIn(auth, 'bob')];

    assert.deepEqual(
      tokens.map((token) => auth.authenticate(token)),
      [alice, bob],
    );
  });

  it('gives every login a token of its own', async () => {
    const tokens = [await logIn(auth, 'alice'), await logIn(auth, 'alice')];

    assert.equal(new Set(tokens).size, 2);
  });

  it('ends one session and leaves the others open', async () => {
    const phone = await logIn(auth, 'alice');
    const laptop = await logIn(auth, 'alice');
    const others = await logIn(auth, 'bob');

    auth.logout(phone);

    assert.equal(auth.authenticate(phone), null, 'The session that was logged out is still open.');
    assert.equal(auth.authenticate(laptop), alice, 'Another session of this user was ended.');
    assert.equal(auth.authenticate(others), bob, 'The session of another user was ended.');
  });

  it('takes a second logout', async () => {
    const token = await logIn(auth, 'alice');

    auth.logout(token);

    assert.doesNotThrow(() => auth.logout(token));
    assert.doesNotThrow(() => auth.logout('made up'));
  });

  it('opens no session with what is stored', async () => {
    await logIn(auth, 'alice');

    const stored = db.prepare<[], string>('SELECT token_hash FROM sessions').pluck().all();

    assert.equal(stored.length, 1, 'There is not one row in sessions after one login.');
    for (const value of stored) {
      assert.equal(auth.authenticate(value), null, 'Whoever reads the table can use the session.');
    }
  });

  it('ends a session to the millisecond, used or not', async () => {
    const token = await logIn(auth, 'alice');

    clock.advance(sessionLifetimeMs - 1);
    assert.equal(auth.authenticate(token), alice, 'The session ended too early.');
    clock.advance(1);
    assert.equal(auth.authenticate(token), null, 'The session is open for too long.');
  });
});

describe('AuthService after a restart', () => {
  let directory: string;
  let db: Db;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'sessions-'));
    db = openDatabase(join(directory, 'auth.sqlite'));
  });

  afterEach(() => {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('keeps sessions over a restart', async () => {
    const before = authOn(db);
    const id = await before.register('alice', password);
    const open = await logIn(before, 'alice');
    const ended = await logIn(before, 'alice');
    before.logout(ended);
    db.close();

    db = openDatabase(join(directory, 'auth.sqlite'));
    const after = authOn(db);

    assert.equal(after.authenticate(open), id);
    assert.equal(after.authenticate(ended), null);
  });
});
