import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import type { Db } from '../src/database.ts';
import { OrderRepository, UnknownUserError } from '../src/orders.ts';
import { DuplicateUserError, UserHasOrdersError, UserRepository } from '../src/users.ts';

interface Answers {
  run?: () => { changes: number; lastInsertRowid: number };
  get?: () => unknown;
  all?: () => unknown[];
}

/** A database that never runs any SQL: every statement answers what the test told it to. */
function stubbedDb(answers: Answers): Db {
  const stub = {
    inTransaction: false,
    exec: () => stub,
    pragma: () => 1,
    prepare: () => ({
      run: answers.run ?? (() => ({ changes: 1, lastInsertRowid: 7 })),
      get: answers.get ?? (() => undefined),
      all: answers.all ?? (() => []),
    }),
  };
  // The repositories use this much of a connection and no more.
  return stub as unknown as Db;
}

function refusing(code: string): Answers {
  return {
    run: () => {
      throw new Database.SqliteError('constraint failed', code);
    },
  };
}

const ada = { username: 'ada', email: 'ada@example.com' };

describe('UserRepository on a stub', () => {
  it('returns the user with the id of the new row', () => {
    const users = new UserRepository(stubbedDb({}));
    assert.deepEqual(users.create(ada), { id: 7, ...ada, role: 'user' });
  });

  it('finds the row it is given', () => {
    const row = { id: 7, ...ada, role: 'user' };
    assert.deepEqual(new UserRepository(stubbedDb({ get: () => row })).findById(7), row);
  });

  it('turns a unique violation into DuplicateUserError', () => {
    const users = new UserRepository(stubbedDb(refusing('SQLITE_CONSTRAINT_UNIQUE')));
    assert.throws(() => users.create(ada), DuplicateUserError);
  });

  it('turns a foreign key violation into UserHasOrdersError', () => {
    const users = new UserRepository(stubbedDb(refusing('SQLITE_CONSTRAINT_FOREIGNKEY')));
    assert.throws(() => users.delete(7), UserHasOrdersError);
  });

  it('says whether a row was deleted', () => {
    const run = () => ({ changes: 0, lastInsertRowid: 0 });
    assert.equal(new UserRepository(stubbedDb({ run })).delete(7), false);
  });
});

describe('OrderRepository on a stub', () => {
  it('returns a pending order with the id of the new row', () => {
    const order = new OrderRepository(stubbedDb({})).create({ userId: 1, totalCents: 1999 });
    assert.deepEqual(order, { id: 7, userId: 1, totalCents: 1999, status: 'pending' });
  });

  it('turns a foreign key violation into UnknownUserError', () => {
    const orders = new OrderRepository(stubbedDb(refusing('SQLITE_CONSTRAINT_FOREIGNKEY')));
    assert.throws(() => orders.create({ userId: 9, totalCents: 1 }), UnknownUserError);
  });

  it('lists the rows it is given', () => {
    const rows = [{ id: 3, userId: 1, totalCents: 1999, status: 'pending' }];
    assert.deepEqual(new OrderRepository(stubbedDb({ all: () => rows })).listByUser(1), rows);
  });
});
