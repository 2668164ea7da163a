import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { withRollback } from '../tests/support/with-rollback.ts';

describe('the fixture', () => {
  it('runs the work', async () => {
    const db = openDatabase(':memory:');
    try {
      let ran = false;
      await withRollback(db, async () => {
        ran = true;
      });
      assert.ok(ran);
    } finally {
      db.close();
    }
  });
});
