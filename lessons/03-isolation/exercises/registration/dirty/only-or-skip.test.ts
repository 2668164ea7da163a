import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a suite narrowed while debugging', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it.only('stores a user', () => {
    const users = new UserRepository(db);
    const { id } = users.create({ username: 'ada', email: 'ada@example.com' });
    assert.equal(users.findById(id)?.email, 'ada@example.com');
  });

  it('finds nobody in an empty database', () => {
    assert.equal(new UserRepository(db).findById(1), undefined);
  });
});
