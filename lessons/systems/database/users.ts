import { failedOn } from './constraint.ts';
import type { Db } from './database.ts';

export type Role = 'admin' | 'user';

export interface NewUser {
  username: string;
  email: string;
  /** `user` when left out. */
  role?: Role;
}

export interface User extends Required<NewUser> {
  /** A positive integer of the database's choice. */
  id: number;
}

/** The username is taken. */
export class DuplicateUserError extends Error {
  override name = 'DuplicateUserError';
}

/** The user cannot be deleted while orders refer to them. */
export class UserHasOrdersError extends Error {
  override name = 'UserHasOrdersError';
}

export const usersMigration = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'user'))
  ) STRICT;
`;

const insertUser = `
  INSERT INTO users (username, email, role)
  VALUES (@username, @email, @role)
`;
const selectUser = 'SELECT id, username, email, role FROM users WHERE id = @id';
const deleteUser = 'DELETE FROM users WHERE id = @id';

/** Users. Outside a transaction each is stored for good at once. Words of errors are left open. */
export class UserRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws DuplicateUserError when the username is taken */
  create(user: NewUser): User {
    const row = { username: user.username, email: user.email, role: user.role ?? 'user' };
    try {
      const { lastInsertRowid } = this.#db.prepare<Required<NewUser>>(insertUser).run(row);
      return { id: Number(lastInsertRowid), ...row };
    } catch (error) {
      if (failedOn('SQLITE_CONSTRAINT_UNIQUE', error)) {
        throw new DuplicateUserError(`The username ${user.username} is taken.`, { cause: error });
      }
      throw error;
    }
  }

  /** With every field as it was given. */
  findById(id: number): User | undefined {
    return this.#db.prepare<{ id: number }, User>(selectUser).get({ id });
  }

  /**
   * Deletes this user and no other.
   *
   * @returns whether there was such a user
   * @throws UserHasOrdersError when orders refer to the user
   */
  delete(id: number): boolean {
    try {
      return this.#db.prepare<{ id: number }>(deleteUser).run({ id }).changes > 0;
    } catch (error) {
      if (failedOn('SQLITE_CONSTRAINT_FOREIGNKEY', error)) {
        throw new UserHasOrdersError(`User ${id} still has orders.`, { cause: error });
      }
      throw error;
    }
  }
}
