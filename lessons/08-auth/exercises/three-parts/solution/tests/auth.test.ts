import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountStore, DuplicateUserError } from '../src/account-store.ts';
import { AuthService, sessionLifetimeMs } from '../src/auth-service.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { UserService } from '../src/user-service.ts';
import { FakeClock } from './support/fake-clock.ts';

const password = 'correct horse';

/** The three parts as the application puts them together, with cheap hashes and a clock to move. */
function assemble(db: Db) {
  const clock = new FakeClock();
  const store = new AccountStore(db);
  const auth = new AuthService({ store, clock, scryptN: 2 ** 10 });
  return { clock, store, auth, users: new UserService({ db, store, auth }) };
}

describe('accounts and sessions', () => {
  let db: Db;
  let system: ReturnType<typeof assemble>;

  beforeEach(() => {
    db = openDatabase(':memory:');
    system = assemble(db);
  });

  afterEach(() => {
    db.close();
  });

  it('lets nobody in with a wrong password', async () => {
    await system.auth.register('alice', password);

    assert.equal(await system.auth.login('alice', 'battery staple'), null);
  });

  it('gives a name to one user only', async () => {
    await system.auth.register('alice', password);

    await assert.rejects(system.auth.register('alice', 'battery staple'), DuplicateUserError);
  });

  it('lets a user who signed up in one step log in again', async () => {
    const { userId } = await system.users.registerAndLogin('alice', password);

    const token = await system.auth.login('alice', password);

    assert.equal(token && system.auth.authenticate(token), userId);
  });

  it('keeps no password that can be read', async () => {
    await system.auth.register('alice', password);
    await system.users.registerAndLogin('bob', password);

    const rows = db.prepare('SELECT * FROM accounts').all();

    assert.equal(rows.length, 2);
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(password));
  });

  it('does not show who has the same password', async () => {
    await system.auth.register('alice', password);
    await system.auth.register('bob', password);

    const alice = system.store.findByUsername('alice');
    const bob = system.store.findByUsername('bob');

    assert.ok(alice && bob);
    assert.notEqual(alice.passwordHash, bob.passwordHash);
  });

  it('does not revive an old token by a new login', async () => {
    const { token: old } = await system.users.registerAndLogin('alice', password);
    system.auth.logout(old);

    await system.auth.login('alice', password);

    assert.equal(system.auth.authenticate(old), null);
  });

  it('ends a session when its time is over', async () => {
    const { userId, token } = await system.users.registerAndLogin('alice', password);

    system.clock.advance(sessionLifetimeMs - 1);
    assert.equal(system.auth.authenticate(token), userId);
    system.clock.advance(1);
    assert.equal(system.auth.authenticate(token), null);
  });

  it('leaves no account behind when the session cannot be stored', async () => {
    db.exec(`
      CREATE TEMP TRIGGER full_disk BEFORE INSERT ON sessions
      BEGIN SELECT RAISE(ABORT, 'disk full'); END
    `);

    await assert.rejects(system.users.registerAndLogin('alice', password), /disk full/);

    assert.equal(system.store.findByUsername('alice'), undefined);
  });
});

describe('after a restart', () => {
  let directory: string;
  let db: Db;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'auth-'));
    db = openDatabase(join(directory, 'auth.sqlite'));
  });

  afterEach(() => {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('still knows the passwords', async () => {
    const id = await assemble(db).auth.register('alice', password);
    db.close();

    db = openDatabase(join(directory, 'auth.sqlite'));
    const { auth } = assemble(db);
    const token = await auth.login('alice', password);

    assert.equal(token && auth.authenticate(token), id);
  });
});
