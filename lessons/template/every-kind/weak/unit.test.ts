import assert from 'node:assert/strict';
import type { Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

const row = { id: 7, owner: 'ada', text: 'milk', day: '2026-03-01' };

/** Answers every query with one row, and every write with its id. No SQL is run. */
function stubbedDb(): Db {
  const statement = {
    get: () => row,
    all: () => [row],
    run: () => ({ changes: 1, lastInsertRowid: 7 }),
  };
  const stub: unknown = { prepare: () => statement };
  // The store uses this much of a connection and no more.
  return stub as Db;
}

describe('NoteStore with its database doubled', () => {
  it('returns the new note', () => {
    const notes = new NoteStore(stubbedDb(), () => Date.UTC(2026, 2, 1));
    assert.deepEqual(notes.add({ owner: 'ada', text: 'milk' }), row);
  });

  it('hands on the row it finds', () => {
    assert.deepEqual(new NoteStore(stubbedDb()).findById(7), row);
  });

  it('hands on the rows it lists', () => {
    assert.deepEqual(new NoteStore(stubbedDb()).listByOwner('ada'), [row]);
  });

  it('says that a row was removed', () => {
    assert.equal(new NoteStore(stubbedDb()).remove(7), true);
  });
});
