import Database from 'better-sqlite3';
import type { Db } from './database.ts';

export type Role = 'admin' | 'user';

export interface NewUser {
  username: string;
  email: string;
  /** `user` when left out. */
  role?: Role;
}

export interface User extends Required<NewUser> {
  /** A positive integer of the database's choice, never that of another user. */
  id: number;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  createdAt: number;
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
    role TEXT NOT NULL CHECK (role IN ('admin', 'user')),
    created_at INTEGER NOT NULL
  ) STRICT;
`;

const insertUser = `
  INSERT INTO users (username, email, role, created_at)
  VALUES (@username, @email, @role, @createdAt)
`;
const selectUser = `
  SELECT id, username, email, role, created_at AS createdAt
  FROM users WHERE id = @id
`;

/** Users, each stored for good as soon as the call returns, or the caller's transaction ends. */
export class UserRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @throws DuplicateUserError when the username is taken; nothing is stored then */
  create(user: NewUser, createdAt: number): User {
    const row = { role: 'user' as const, ...user, createdAt };
    try {
      const { lastInsertRowid } = this.#db.prepare<Omit<User, 'id'>>(insertUser).run(row);
      return { ...row, id: Number(lastInsertRowid) };
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
}
