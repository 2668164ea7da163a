import { isDuplicate } from './constraint.ts';
import type { Db } from './database.ts';

export interface Account {
  /** A positive integer of the database's choice, never that of another account. */
  id: number;
  username: string;
  passwordHash: string;
}

export interface Session {
  /** What `hashToken` makes of the token. The token itself is known to its owner only. */
  tokenHash: string;
  userId: number;
  /** On the scale of `Clock.now`: milliseconds since the beginning of 1970, UTC. */
  expiresAt: number;
}

/** The username is taken. */
export class DuplicateUserError extends Error {
  override name = 'DuplicateUserError';
}

const insertAccount = `
  INSERT INTO accounts (username, password_hash) VALUES (@username, @passwordHash)
`;
const selectAccount = `
  SELECT id, username, password_hash AS passwordHash FROM accounts WHERE username = @username
`;
const insertSession = `
  INSERT INTO sessions (token_hash, account_id, expires_at)
  VALUES (@tokenHash, @userId, @expiresAt)
`;
const selectSession = `
  SELECT token_hash AS tokenHash, account_id AS userId, expires_at AS expiresAt
  FROM sessions
  WHERE token_hash = @tokenHash
`;
const deleteSession = 'DELETE FROM sessions WHERE token_hash = @tokenHash';
const deleteSessionsOf = 'DELETE FROM sessions WHERE account_id = @userId';

/** Accounts and sessions. Outside a transaction each is stored as soon as the call returns. */
export class AccountStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * @returns the id of the new account
   * @throws DuplicateUserError when the username is taken; nothing is stored then
   */
  createUser(user: Omit<Account, 'id'>): number {
    try {
      const insert = this.#db.prepare<Omit<Account, 'id'>>(insertAccount);
      return Number(insert.run(user).lastInsertRowid);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new DuplicateUserError(`The username ${user.username} is taken.`, { cause: error });
    }
  }

  findByUsername(username: string): Account | undefined {
    return this.#db.prepare<{ username: string }, Account>(selectAccount).get({ username });
  }

  createSession(session: Session): void {
    this.#db.prepare<Session>(insertSession).run(session);
  }

  findSession(tokenHash: string): Session | undefined {
    return this.#db.prepare<{ tokenHash: string }, Session>(selectSession).get({ tokenHash });
  }

  /** Deletes this session, if there is one, and no other. */
  deleteSession(tokenHash: string): void {
    this.#db.prepare<{ tokenHash: string }>(deleteSession).run({ tokenHash });
  }

  /** Deletes every session of this user, on all their devices, for one who has lost a device. */
  deleteSessionsOf(userId: number): void {
    this.#db.prepare<{ userId: number }>(deleteSessionsOf).run({ userId });
  }
}
