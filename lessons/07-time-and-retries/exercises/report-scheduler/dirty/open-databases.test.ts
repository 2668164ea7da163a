import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('keeps its notes in a database that stays open', () => {
  it('notes the time', () => {
    const notes = new Database(':memory:');
    notes.exec('CREATE TABLE notes (at INTEGER NOT NULL) STRICT');
    notes.prepare('INSERT INTO notes (at) VALUES (?)').run(new FakeClock(7).now());
    assert.equal(notes.prepare('SELECT at FROM notes').pluck().get(), 7);
  });
});
