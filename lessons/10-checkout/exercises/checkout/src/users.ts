import type { Db } from './database.ts';

export interface NewUser {
  username: string;
  email: string;
}

export interface User extends NewUser {
  id: number;
}

export class UserRepository {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Throws if the username is taken. Ids are positive integers; nothing else is promised. */
  create({ username, email }: NewUser): User {
    const { lastInsertRowid } = this.#db
      .prepare<NewUser>('INSERT INTO users (username, email) VALUES (@username, @email)')
      .run({ username, email });
    return { id: Number(lastInsertRowid), username, email };
  }
}
