import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import type { Db } from '../src/database.ts';
import { textField } from '../src/fields.ts';
import { DuplicateUserError, UserRepository } from '../src/users.ts';

const ada = { username: 'ada', email: 'ada@example.com' };

describe('textField', () => {
  it('takes the text of a field', () => {
    assert.equal(textField({ email: 'ada@example.com' }, 'email'), 'ada@example.com');
  });

  it('finds nothing where there is no text', () => {
    const bodies = [undefined, null, 'email', 42, [], {}, { email: 42 }, { email: ' ' }];
    for (const body of bodies) assert.equal(textField(body, 'email'), undefined);
  });
});

describe('UserRepository on a stub', () => {
  interface Answers {
    run?: () => { changes: number; lastInsertRowid: number };
    get?: () => unknown;
  }

  /** A database that never runs any SQL: every statement answers what the test told it to. */
  function stubbedDb(answers: Answers): Db {
    const statement = {
      run: answers.run ?? (() => ({ changes: 1, lastInsertRowid: 7 })),
      get: answers.get ?? (() => undefined),
    };
    // The repository uses this much of a connection and no more.
    return { prepare: () => statement } as unknown as Db;
  }

  it('returns the user with the id of the new row', () => {
    const user = new UserRepository(stubbedDb({})).create(ada, 1000);
    assert.deepEqual(user, { id: 7, ...ada, role: 'user', createdAt: 1000 });
  });

  it('turns a unique violation into DuplicateUserError', () => {
    const run = (): never => {
      throw new Database.SqliteError('constraint failed', 'SQLITE_CONSTRAINT_UNIQUE');
    };
    const users = new UserRepository(stubbedDb({ run }));
    assert.throws(() => users.create(ada, 1000), DuplicateUserError);
  });

  it('finds the row it is given', () => {
    const row = { id: 7, ...ada, role: 'user', createdAt: 1000 };
    assert.deepEqual(new UserRepository(stubbedDb({ get: () => row })).findById(7), row);
  });
});
