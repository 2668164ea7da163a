import assert from 'node:assert/strict';
import { useTempDir } from '../tests/support/use-temp-dir.ts';

describe('the fixture', () => {
  const dir = useTempDir();

  it('gives something', () => {
    assert.ok(dir());
  });
});
