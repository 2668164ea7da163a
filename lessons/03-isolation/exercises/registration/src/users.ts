import Database from 'better-sqlite3';
import type { Db } from './database.ts';

export type Role = 'admin' | 'user';

export interface NewUser {
  username: string;
  email: string;
  role?: Role;
}

export interface User extends Required<NewUser> {
  /** A positive integer of the database's choice, never that of another user. */
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
  INSERT INTO users (username, email, role)
  VALUES (@username, @email, @role)
`;
const selectUser = 'SELECT id, username, email, role FROM users WHERE id = @id';
const deleteUser = 'DELETE FROM users WHERE id = @id';

/** Users, in the database. */
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
      if (error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
        throw new DuplicateUserError(`The username ${user.username} is taken.`, { cause: error });
      }
      throw error;
    }
  }

  findById(id: number): User | undefined {
    return this.#db.prepare<{ id: number }, User>(selectUser).get({ id });
  }

  /**
   * Deletes this user and no other: findById finds nobody then, whether the row goes or not.
   */
  delete(id: number): boolean {
    return this.#db.prepare<{ id: number }>(deleteUser).run({ id }).changes > 0;
  }
}
