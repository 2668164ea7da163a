import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';

describe('a lock that is released some time later', () => {
  it('is held for now', () => {
    const db = openDatabase(':memory:');
    db.exec('BEGIN IMMEDIATE');
    setTimeout(() => undefined, 60_000);
    assert.equal(db.inTransaction, true);
    db.close();
  });
});
