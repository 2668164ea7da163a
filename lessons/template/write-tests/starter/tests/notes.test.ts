import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

// This test is fine, and proves next to nothing. Write the ones that do.
describe('NoteStore on SQLite', () => {
  it('finds nothing in an empty database', () => {
    const empty = openDatabase(':memory:');
    try {
      assert.equal(new NoteStore(empty).findById(1), undefined);
    } finally {
      empty.close();
    }
  });
});
