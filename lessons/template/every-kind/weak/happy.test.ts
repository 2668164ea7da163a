import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('one note', () => {
  it('is there until it is removed', () => {
    const db = openDatabase(':memory:');
    try {
      const notes = new NoteStore(db);
      const { id } = notes.add({ owner: 'ada', text: 'milk' });
      assert.equal(notes.findById(id)?.id, id);
      assert.equal(notes.remove(id), true);
      assert.equal(notes.findById(id), undefined);
    } finally {
      db.close();
    }
  });
});
