import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('NoteStore', () => {
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
    assert.deepEqual(notes.findById(id), { id, owner: 'ada', text: 'milk', day: '2026-03-01' });
  });

  it('lists the notes of one owner only', () => {
    const milk = notes.add({ owner: 'ada', text: 'milk' });
    notes.add({ owner: 'bob', text: 'bread' });
    assert.deepEqual(
      notes.listByOwner('ada').map(({ id }) => id),
      [milk.id],
    );
  });

  it('removes one note and keeps the others', () => {
    const milk = notes.add({ owner: 'ada', text: 'milk' });
    const bread = notes.add({ owner: 'ada', text: 'bread' });
    assert.equal(notes.remove(milk.id), true);
    assert.equal(notes.findById(milk.id), undefined);
    assert.equal(notes.findById(bread.id)?.id, bread.id);
  });

  it('refuses a note without text, and stores nothing', () => {
    assert.throws(() => notes.add({ owner: 'ada', text: '' }));
    assert.deepEqual(notes.listByOwner('ada'), []);
  });
});
