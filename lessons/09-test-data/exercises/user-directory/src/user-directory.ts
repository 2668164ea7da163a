import type { Db } from './database.ts';
import type { Role, User } from './users.ts';

/** Whom to find. Whoever is found fulfils every condition that is given; none is given: everybody. */
export interface Query {
  /**
   * Part of the username or of the email, as it stands: `%` and `_` are characters like any
   * other. Capital and small letters of the English alphabet are the same.
   */
  text?: string;
  role?: Role;
}

const searchUsers = `
  SELECT id, username, email, role
  FROM users
  WHERE (username LIKE @pattern ESCAPE '\\' OR email LIKE @pattern ESCAPE '\\')
    AND (@role IS NULL OR role = @role)
`;
const deleteUser = 'DELETE FROM users WHERE id = @id';
const countUsers = 'SELECT count(*) FROM users';

/** What the administrators of a site see of its users. */
export class UserDirectory {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** The users that fulfil the query, in no promised sequence. */
  search({ text = '', role }: Query): User[] {
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    return this.#db
      .prepare<{ pattern: string; role: Role | null }, User>(searchUsers)
      .all({ pattern, role: role ?? null });
  }

  /**
   * Deletes this user, and nobody else. Which ids users have is left open.
   *
   * @returns whether there was such a user
   */
  delete(id: number): boolean {
    return this.#db.prepare<{ id: number }>(deleteUser).run({ id }).changes > 0;
  }

  /** How many users there are now, whoever has added or removed them. */
  count(): number {
    return this.#db.prepare<[], number>(countUsers).pluck().get() ?? 0;
  }
}
