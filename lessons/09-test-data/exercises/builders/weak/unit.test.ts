import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { aProduct, aUser, populate, TestDataManager } from '../tests/support/test-data.ts';

/** A database that never runs any SQL, and takes whatever it is given. */
function stubbedDb(): Db {
  let lastInsertRowid = 0;
  const run = () => ({ changes: 1, lastInsertRowid: ++lastInsertRowid });
  const stub: unknown = {
    exec: () => stub,
    prepare: () => ({ run, get: () => undefined, all: () => [] }),
  };
  return stub as Db;
}

describe('builders, without a database', () => {
  it('give a user the fields that are named', () => {
    assert.equal(aUser({ role: 'admin' }).role, 'admin');
    assert.equal(aUser({ email: 'a@example.com' }).email, 'a@example.com');
  });

  it('give a product the fields that are named', () => {
    assert.equal(aProduct({ priceCents: 5 }).priceCents, 5);
    assert.equal(aProduct({ stock: 0 }).stock, 0);
  });

  it('make every record anew', () => {
    const manager = new TestDataManager();
    assert.notEqual(aUser(), aUser());
    assert.notEqual(aProduct(), aProduct());
    assert.notEqual(manager.users()[0], manager.users()[0]);
  });
});

describe('populate on a stub', () => {
  it('goes through all records', () => {
    const { users, products } = populate(stubbedDb());
    assert.equal(users.length, 3);
    assert.equal(products.length, 3);
  });

  it('may be called twice', () => {
    const db = stubbedDb();
    populate(db);
    assert.doesNotThrow(() => populate(db));
  });
});
