import assert from 'node:assert/strict';
import { useTestDb } from '../tests/support/use-test-db.ts';

describe('the fixture', () => {
  const db = useTestDb();

  it('gives something', () => {
    assert.ok(db());
  });
});
