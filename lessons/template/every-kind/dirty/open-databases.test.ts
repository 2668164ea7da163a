import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { NoteStore } from '../src/notes.ts';

describe('a database that stays open', () => {
  it('holds no note', () => {
    assert.deepEqual(new NoteStore(openDatabase(':memory:')).listByOwner('ada'), []);
  });
});
