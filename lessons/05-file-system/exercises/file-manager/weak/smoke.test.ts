import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

describe('the file manager', () => {
  it('starts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smoke-'));
    try {
      assert.deepEqual(await (await FileManager.open(folder)).list(), []);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
