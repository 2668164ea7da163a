import assert from 'node:assert/strict';
import { useNotesDb } from '../tests/support/use-notes-db.ts';

describe('the fixture', () => {
  const db = useNotesDb();

  it('gives something', () => {
    assert.ok(db());
  });
});
