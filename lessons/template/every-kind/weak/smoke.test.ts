import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('everything is called, nothing is checked', () => {
  it('runs through two notes', () => {
    const db = openDatabase(':memory:');
    try {
      const notes = new NoteStore(db);
      const { id } = notes.add({ owner: 'ada', text: 'milk' });
      notes.add({ owner: 'bob', text: 'bread' });
      notes.remove(id);
      assert.ok(Array.isArray(notes.listByOwner('bob')));
    } finally {
      db.close();
    }
  });
});
