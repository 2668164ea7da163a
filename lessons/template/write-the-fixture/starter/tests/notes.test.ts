import assert from 'node:assert/strict';
import { NoteStore } from '../src/notes.ts';
import { useNotesDb } from './support/use-notes-db.ts';

describe('NoteStore with useNotesDb', () => {
  const db = useNotesDb();

  it('finds a note that was added', () => {
    const notes = new NoteStore(db());
    const { id } = notes.add({ owner: 'ada', text: 'milk' });
    assert.equal(notes.findById(id)?.text, 'milk');
  });

  it('has no note of somebody new', () => {
    assert.deepEqual(new NoteStore(db()).listByOwner('bob'), []);
  });
});
