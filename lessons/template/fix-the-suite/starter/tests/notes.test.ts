import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('NoteStore on a shared database', () => {
  const shared = openDatabase(':memory:');
  const store = new NoteStore(shared);

  after(() => {
    shared.close();
  });

  it('writes down the day of today', () => {
    const today = new Date();
    const parts = [today.getFullYear(), today.getMonth() + 1, today.getDate()];
    const expected = parts.map((part) => String(part).padStart(2, '0')).join('-');
    assert.equal(store.add({ owner: 'ada', text: 'milk' }).day, expected);
  });

  it('lists the note', () => {
    assert.equal(store.listByOwner('ada').length, 1);
  });

  it('removes it again', () => {
    for (const { id } of store.listByOwner('ada')) assert.equal(store.remove(id), true);
    assert.equal(store.listByOwner('ada').length, 0);
  });

  it('starts over with an empty table', () => {
    store.add({ owner: 'ada', text: 'bread' });
    assert.equal(store.listByOwner('ada').length, 1);
  });
});
