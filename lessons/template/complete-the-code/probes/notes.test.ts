import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('NoteStore, looked at more closely', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('keeps the notes of two owners apart', () => {
    const notes = new NoteStore(db);
    const milk = notes.add({ owner: 'ada', text: 'milk' });
    const bread = notes.add({ owner: 'bob', text: 'bread' });
    assert.deepEqual(notes.listByOwner('ada'), [milk]);
    assert.deepEqual(notes.listByOwner('bob'), [bread]);
  });

  it('stores the day that its clock tells', () => {
    const notes = new NoteStore(db, () => Date.UTC(2020, 1, 29, 23, 30));
    const { id, day } = notes.add({ owner: 'ada', text: 'milk' });
    assert.equal(day, '2020-02-29');
    assert.equal(notes.findById(id)?.day, '2020-02-29');
  });

  it('refuses a note without text, and stores nothing', () => {
    const notes = new NoteStore(db);
    assert.throws(() => notes.add({ owner: 'ada', text: '' }));
    assert.deepEqual(notes.listByOwner('ada'), []);
  });
});
