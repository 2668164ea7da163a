import { createHash, randomBytes } from 'node:crypto';
import Database from 'better-sqlite3';
import type { Clock } from './clock.ts';
import type { Db } from './database.ts';
import { hashPassword, verifyPassword } from './passwords.ts';

export interface Account {
  id: number;
  /** The e-mail address of the customer, who signs in with it. */
  username: string;
  passwordHash: string;
}

export interface Session {
  tokenHash: string;
  userId: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** There is an account of this name. */
export class DuplicateUserError extends Error {
  override readonly name = 'DuplicateUserError';
}

const insertAccount = `
  INSERT INTO accounts (username, password_hash)
  VALUES (@username, @passwordHash)
`;

export class AccountStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * @returns the id, a positive integer of the database's choice
   * @throws DuplicateUserError when the name is taken; the account that has it stays as it was
   */
  createUser(user: { username: string; passwordHash: string }): number {
    try {
      return Number(this.#db.prepare(insertAccount).run(user).lastInsertRowid);
    } catch (error) {
      if (error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
        throw new DuplicateUserError(`${user.username} has an account.`, { cause: error });
      }
      throw error;
    }
  }

  findByUsername(username: string): Account | undefined {
    return this.#db
      .prepare<[string], Account>(
        'SELECT id, username, password_hash AS passwordHash FROM accounts WHERE username = ?',
      )
      .get(username);
  }

  createSession(session: Session): void {
    this.#db
      .prepare<Session>(
        `INSERT INTO sessions (token_hash, user_id, expires_at)
         VALUES (@tokenHash, @userId, @expiresAt)`,
      )
      .run(session);
  }

  findSession(tokenHash: string): Session | undefined {
    return this.#db
      .prepare<[string], Session>(
        `SELECT token_hash AS tokenHash, user_id AS userId, expires_at AS expiresAt
         FROM sessions WHERE token_hash = ?`,
      )
      .get(tokenHash);
  }
}

const sessionMs = 60 * 60 * 1000;

/**
 * Knows customers by their password, and then by the token of their session. Left open on purpose:
 * what tokens and the hashes of passwords look like.
 */
export class AuthService {
  readonly #store: AccountStore;
  readonly #clock: Clock;
  readonly #scryptN: number;

  /** `scryptN` is the cost of a new password's hash: 2 ** 17 when left out. */
  constructor({ store, clock, scryptN = 2 ** 17 }: { store: AccountStore; clock: Clock; scryptN?: number }) {
    this.#store = store;
    this.#clock = clock;
    this.#scryptN = scryptN;
  }

  /**
   * Opens an account.
   *
   * @returns its id; rejects with `DuplicateUserError` when the name is taken
   */
  async register(username: string, password: string): Promise<number> {
    const passwordHash = await hashPassword(password, this.#scryptN);
    return this.#store.createUser({ username, passwordHash });
  }

  /**
   * Opens a session that lasts an hour.
   *
   * @returns its token, which `authenticate` knows from now on, or null for a wrong name or password
   */
  async login(username: string, password: string): Promise<string | null> {
    const account = this.#store.findByUsername(username);
    if (account === undefined) return null;
    if (!(await verifyPassword(password, account.passwordHash))) return null;
    const token = randomBytes(32).toString('base64url');
    const expiresAt = this.#clock.now() + sessionMs;
    this.#store.createSession({ tokenHash: hashToken(token), userId: account.id, expiresAt });
    return token;
  }

  /** The id of the account whose session this is; null for an unknown or expired token. */
  authenticate(token: string): number | null {
    const session = this.#store.findSession(hashToken(token));
    if (session === undefined || session.expiresAt <= this.#clock.now()) return null;
    return session.userId;
  }
}

// Whoever reads the table of sessions must not find tokens that open them.
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
