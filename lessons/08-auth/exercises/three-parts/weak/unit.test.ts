import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { AccountStore, DuplicateUserError, type Session } from '../src/account-store.ts';
import { AuthService, sessionLifetimeMs } from '../src/auth-service.ts';
import type { Db } from '../src/database.ts';
import { hashPassword, verifyPassword } from '../src/password.ts';
import { hashToken, newToken } from '../src/token.ts';
import { UserService } from '../src/user-service.ts';

// Each part alone, with its neighbours doubled.
const cost = 2 ** 10;
const salt = Buffer.alloc(16, 7);
const noon = 1_000_000;
const clock = { now: () => noon };

/** A double has only the methods its test needs. */
function doubled<T>(methods: Partial<T>): T {
  return methods as T;
}

function stubbedDb(run: () => unknown, row?: unknown): Db {
  const stub: unknown = { prepare: () => ({ run, get: () => row }) };
  return stub as Db;
}

describe('password (unit)', () => {
  it('is recognised', async () => {
    assert.equal(await verifyPassword('secret', await hashPassword('secret', salt, cost)), true);
  });

  it('is told from another one', async () => {
    assert.equal(await verifyPassword('other', await hashPassword('secret', salt, cost)), false);
  });

  it('is hashed differently with another salt', async () => {
    const first = await hashPassword('secret', salt, cost);
    assert.notEqual(await hashPassword('secret', Buffer.alloc(16, 8), cost), first);
  });
});

describe('token (unit)', () => {
  it('is new every time', () => {
    assert.notEqual(newToken(), newToken());
  });

  it('is stored as a hash', () => {
    assert.notEqual(hashToken('secret'), 'secret');
  });
});

describe('AccountStore on a stub', () => {
  it('returns the id of the new row', () => {
    const store = new AccountStore(stubbedDb(() => ({ changes: 1, lastInsertRowid: 7 })));
    assert.equal(store.createUser({ username: 'alice', passwordHash: 'hash' }), 7);
  });

  it('turns a unique violation into DuplicateUserError', () => {
    const refuse = (): never => {
      throw new Database.SqliteError('constraint failed', 'SQLITE_CONSTRAINT_UNIQUE');
    };
    const store = new AccountStore(stubbedDb(refuse));
    const create = () => store.createUser({ username: 'alice', passwordHash: 'hash' });
    assert.throws(create, DuplicateUserError);
  });

  it('finds the session it is given', () => {
    const session = { tokenHash: 'hash', userId: 7, expiresAt: 5 };
    assert.deepEqual(new AccountStore(stubbedDb(() => ({}), session)).findSession('hash'), session);
  });
});

/** A store that remembers one account and its sessions, and says so to whoever asks. */
class OneAccount {
  passwordHash = '';
  readonly sessions: Session[] = [];
  readonly store = doubled<AccountStore>({
    createUser: ({ passwordHash }) => {
      this.passwordHash = passwordHash;
      return 7;
    },
    findByUsername: (username) => ({ id: 7, username, passwordHash: this.passwordHash }),
    createSession: (session) => void this.sessions.push(session),
  });
}

describe('AuthService with its store doubled', () => {
  it('hands the hash and not the password to the store', async () => {
    const kept = new OneAccount();
    const auth = new AuthService({ store: kept.store, clock, scryptN: cost });
    assert.equal(await auth.register('alice', 'secret'), 7);
    assert.doesNotMatch(kept.passwordHash, /secret/);
  });

  it('starts a session of the right length', async () => {
    const kept = new OneAccount();
    const auth = new AuthService({ store: kept.store, clock, scryptN: cost });
    await auth.register('alice', 'secret');
    const token = await auth.login('alice', 'secret');
    const expiresAt = noon + sessionLifetimeMs;
    assert.deepEqual(kept.sessions, [{ tokenHash: hashToken(token ?? ''), userId: 7, expiresAt }]);
  });

  it('refuses a wrong password', async () => {
    const kept = new OneAccount();
    const auth = new AuthService({ store: kept.store, clock, scryptN: cost });
    await auth.register('alice', 'secret');
    assert.equal(await auth.login('alice', 'other'), null);
  });

  it('refuses an expired session', () => {
    const session = { tokenHash: 'hash', userId: 7, expiresAt: noon };
    const store = doubled<AccountStore>({ findSession: () => session });
    assert.equal(new AuthService({ store, clock }).authenticate('token'), null);
  });
});

describe('UserService with everything doubled', () => {
  it('returns the user and the token', async () => {
    const users = new UserService({
      db: { transaction: (work: unknown) => work } as unknown as Db,
      store: doubled<AccountStore>({ createUser: () => 7, findByUsername: () => undefined }),
      auth: doubled<AuthService>({
        hashPassword: async () => 'hash',
        startSession: () => 'token',
      }),
    });
    const result = await users.registerAndLogin('alice', 'secret');
    assert.deepEqual(result, { userId: 7, token: 'token' });
  });
});
