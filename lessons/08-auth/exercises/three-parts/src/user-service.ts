import type { AccountStore } from './account-store.ts';
import type { AuthService } from './auth-service.ts';
import type { Db } from './database.ts';

export interface Registered {
  userId: number;
  /** Of the first session. */
  token: string;
}

/** What a visitor of the site does in one step. */
export class UserService {
  readonly #db: Db;
  readonly #store: AccountStore;
  readonly #auth: AuthService;

  constructor(d: { db: Db; store: AccountStore; auth: AuthService }) {
    this.#db = d.db;
    this.#store = d.store;
    this.#auth = d.auth;
  }

  /**
   * Creates an account and its first session: both, or neither when one of them fails. The account
   * and the session are as good as those of `AuthService.register` and `AuthService.login`.
   *
   * @throws DuplicateUserError when the username is taken
   */
  async registerAndLogin(username: string, password: string): Promise<Registered> {
    // Hashed before the transaction begins: a transaction must not wait, or others would join it.
    const passwordHash = await this.#auth.hashPassword(password);
    const store = this.#db.transaction(() => {
      const userId = this.#store.createUser({ username, passwordHash });
      return { userId, token: this.#auth.startSession(userId) };
    });
    return store();
  }
}
