import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('NoteStore on a real database', () => {
  let db: Db;
  let notes: NoteStore;

  beforeEach(() => {
    db = openDatabase(':memory:');
    notes = new NoteStore(db, () => Date.UTC(2026, 2, 1, 12));
  });

  afterEach(() => {
    db.close();
  });

  it('finds a note as it was added', () => {
    const { id } = notes.add({ owner: 'ada', text: 'milk' });
    const { owner, text } = notes.findById(id) ?? {};
    assert.deepEqual({ owner, text }, { owner: 'ada', text: 'milk' });
  });

  it('finds nothing where nothing is', () => {
    assert.equal(notes.findById(1), undefined);
    assert.equal(notes.remove(1), false);
  });

  it('removes one note and keeps the others', () => {
    const milk = notes.add({ owner: 'ada', text: 'milk' });
    const bread = notes.add({ owner: 'ada', text: 'bread' });
    assert.equal(notes.remove(milk.id), true);
    assert.equal(notes.findById(milk.id), undefined);
    assert.equal(notes.findById(bread.id)?.id, bread.id);
  });
});
