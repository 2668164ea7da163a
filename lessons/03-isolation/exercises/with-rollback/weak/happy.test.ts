import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';
import { withRollback } from '../tests/support/with-rollback.ts';

// Green with a good fixture, and green with a broken one: a suite that passes proves no fixture.
describe('one user', () => {
  let db: Db;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  it('is stored', async () => {
    await withRollback(db, async () => {
      const users = new UserRepository(db);
      const { id } = users.create({ username: 'ada', email: 'ada@example.com' });
      assert.equal(users.findById(id)?.username, 'ada');
    });
  });
});
