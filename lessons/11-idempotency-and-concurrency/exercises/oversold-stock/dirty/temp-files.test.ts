import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/database.ts';

describe('a database file that nobody removes', () => {
  it('is empty at first', () => {
    const db = openDatabase(join(mkdtempSync(join(tmpdir(), 'shop-')), 'shop.sqlite'));
    try {
      assert.equal(db.prepare('SELECT count(*) FROM sales').pluck().get(), 0);
    } finally {
      db.close();
    }
  });
});
