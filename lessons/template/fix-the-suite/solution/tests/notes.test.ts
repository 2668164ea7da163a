import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('NoteStore', () => {
  let db: Db;
  let notes: NoteStore;

  beforeEach(() => {
    db = openDatabase(':memory:');
    notes = new NoteStore(db, () => Date.UTC(2020, 1, 29, 23, 30));
  });

  afterEach(() => {
    db.close();
  });

  it('keeps the day that its clock tells', () => {
    const { id, day } = notes.add({ owner: 'ada', text: 'milk' });
    assert.equal(day, '2020-02-29');
    assert.equal(notes.findById(id)?.day, '2020-02-29');
  });

  it('shows an owner nothing of anybody else', () => {
    const own = notes.add({ owner: 'ada', text: 'milk' });
    notes.add({ owner: 'bob', text: 'bread' });
    const listed = notes.listByOwner('ada').map(({ id }) => id);
    assert.deepEqual(listed, [own.id]);
  });

  it('takes away one of two notes', () => {
    const [first, second] = ['milk', 'bread'].map((text) => notes.add({ owner: 'ada', text }));
    assert.ok(first && second);
    assert.equal(notes.remove(first.id), true);
    const left = notes.listByOwner('ada').map(({ id }) => id);
    assert.deepEqual(left, [second.id]);
  });
});
