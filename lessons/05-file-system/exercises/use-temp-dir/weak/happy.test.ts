import assert from 'node:assert/strict';
import { FileManager } from '../src/file-manager.ts';
import { useTempDir } from '../tests/support/use-temp-dir.ts';

// Green with a good fixture, and with broken ones: nothing stays in the folder, and no test fails.
describe('one file', () => {
  const dir = useTempDir();

  it('is empty at first', async () => {
    assert.deepEqual(await (await FileManager.open(dir())).list(), []);
  });
});
