import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { aProduct, aUser, populate, TestDataManager } from '../tests/support/test-data.ts';

describe('the test data', () => {
  it('is there', () => {
    const db = openDatabase(':memory:');
    try {
      assert.ok(aUser({ role: 'admin' }));
      assert.ok(aProduct({ stock: 3 }));
      assert.ok(new TestDataManager().users());
      assert.ok(populate(db).products);
    } finally {
      db.close();
    }
  });
});
