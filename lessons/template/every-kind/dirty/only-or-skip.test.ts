import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('a suite narrowed while debugging', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it.only('finds no note', () => {
    assert.equal(new NoteStore(db).findById(1), undefined);
  });

  it('lists no note', () => {
    assert.deepEqual(new NoteStore(db).listByOwner('ada'), []);
  });
});
