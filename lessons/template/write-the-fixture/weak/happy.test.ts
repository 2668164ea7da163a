import assert from 'node:assert/strict';
import { NoteStore } from '../src/notes.ts';
import { useNotesDb } from '../tests/support/use-notes-db.ts';

// Green with a good fixture, and green with a broken one: a suite that passes proves no fixture.
describe('one note', () => {
  const db = useNotesDb();

  it('is there until it is removed', () => {
    const notes = new NoteStore(db());
    const { id } = notes.add({ owner: 'ada', text: 'milk' });
    assert.equal(notes.findById(id)?.text, 'milk');
    assert.equal(notes.remove(id), true);
  });
});
