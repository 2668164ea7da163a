import { isDuplicate } from './constraint.ts';
import type { Db } from './database.ts';

export type Role = 'admin' | 'user';

export interface NewUser {
  /** 3 to 30 characters: small letters, digits and hyphens. No two users have the same one. */
  username: string;
  /** Has an `@` with something before and after it. Two users may have the same one. */
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

export const usersMigration = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'user'))
  ) STRICT;
`;
const insertUser = `
  INSERT INTO users (username, email, role) VALUES (@username, @email, @role)
`;
const selectUser = 'SELECT id, username, email, role FROM users WHERE id = @id';

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
      if (!isDuplicate(error)) throw error;
      throw new DuplicateUserError(`The username ${user.username} is taken.`, { cause: error });
    }
  }

  findById(id: number): User | undefined {
    return this.#db.prepare<{ id: number }, User>(selectUser).get({ id });
  }
}
