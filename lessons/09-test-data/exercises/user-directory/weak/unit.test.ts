import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { UserDirectory } from '../src/user-directory.ts';

interface Answers {
  run?: { changes: number };
  get?: unknown;
  all?: unknown[];
}

/** A database that never runs any SQL: every statement answers what the test told it to. */
function stubbedDb({ run = { changes: 1 }, get, all = [] }: Answers): Db {
  const statement = { run: () => run, get: () => get, all: () => all, pluck: () => statement };
  const stub: unknown = { prepare: () => statement };
  return stub as Db;
}

const anna = { id: 7, username: 'anna', email: 'anna@example.com', role: 'admin' };

describe('UserDirectory on a stub', () => {
  it('returns the users it is given', () => {
    const directory = new UserDirectory(stubbedDb({ all: [anna] }));
    assert.deepEqual(directory.search({ text: 'anna' }), [anna]);
    assert.deepEqual(directory.search({ role: 'admin' }), [anna]);
  });

  it('finds nobody when there is nobody', () => {
    assert.deepEqual(new UserDirectory(stubbedDb({})).search({ text: '%' }), []);
  });

  it('says whether a user was deleted', () => {
    assert.equal(new UserDirectory(stubbedDb({ run: { changes: 1 } })).delete(7), true);
    assert.equal(new UserDirectory(stubbedDb({ run: { changes: 0 } })).delete(7), false);
  });

  it('returns the count', () => {
    assert.equal(new UserDirectory(stubbedDb({ get: 3, all: [anna, anna, anna] })).count(), 3);
  });
});
