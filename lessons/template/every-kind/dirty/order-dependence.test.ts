import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('tests that build on each other', () => {
  let db: Db;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  it('adds a note', () => {
    assert.ok(new NoteStore(db).add({ owner: 'ada', text: 'milk' }).id > 0);
  });

  it('lists the note of the test before', () => {
    assert.equal(new NoteStore(db).listByOwner('ada').length, 1);
  });
});
