import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { populate } from '../tests/support/test-data.ts';

// The populated system of the lesson this course grew from, and its only assertion.
describe('a populated system', () => {
  it('has three users', () => {
    const db = openDatabase(':memory:');
    try {
      populate(db);
      assert.equal(db.prepare('SELECT count(*) FROM users').pluck().get(), 3);
    } finally {
      db.close();
    }
  });
});
