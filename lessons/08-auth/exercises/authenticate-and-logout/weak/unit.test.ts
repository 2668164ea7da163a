import assert from 'node:assert/strict';
import type { Account, AccountStore, Session } from '../src/account-store.ts';
import { AuthService, sessionLifetimeMs } from '../src/auth-service.ts';
import { hashPassword } from '../src/password.ts';

const noon = 1_000_000;
const clock = { now: () => noon };

/** A store that gives the answers it was told to give, whatever it is asked. */
class StubbedStore {
  readonly sessions: Session[] = [];
  account: Account | undefined;
  session: Session | undefined;

  findByUsername(): Account | undefined {
    return this.account;
  }

  createSession(session: Session): void {
    this.sessions.push(session);
  }

  findSession(): Session | undefined {
    return this.session;
  }

  deleteSession(): void {
    this.session = undefined;
  }

  deleteSessionsOf(): void {
    this.session = undefined;
  }
}

function authOn(stub: StubbedStore): AuthService {
  return new AuthService({ store: stub as unknown as AccountStore, clock, scryptN: 2 ** 10 });
}

describe('AuthService on a stubbed store', () => {
  it('starts a session that lasts as long as it should', async () => {
    const stub = new StubbedStore();
    const passwordHash = await hashPassword('secret', Buffer.alloc(16), 2 ** 10);
    stub.account = { id: 7, username: 'alice', passwordHash };
    assert.ok(await authOn(stub).login('alice', 'secret'));
    assert.equal(stub.sessions[0]?.userId, 7);
    assert.equal(stub.sessions[0]?.expiresAt, noon + sessionLifetimeMs);
  });

  it('knows whose session it is', () => {
    const stub = new StubbedStore();
    stub.session = { tokenHash: 'hash', userId: 7, expiresAt: noon + 1 };
    assert.equal(authOn(stub).authenticate('token'), 7);
  });

  it('refuses a session whose time is over', () => {
    const stub = new StubbedStore();
    stub.session = { tokenHash: 'hash', userId: 7, expiresAt: noon };
    assert.equal(authOn(stub).authenticate('token'), null);
  });

  it('refuses a token without a session', () => {
    assert.equal(authOn(new StubbedStore()).authenticate('token'), null);
  });

  it('ends the session at logout', () => {
    const stub = new StubbedStore();
    stub.session = { tokenHash: 'hash', userId: 7, expiresAt: noon + 1 };
    authOn(stub).logout('token');
    assert.equal(stub.session, undefined);
  });
});
