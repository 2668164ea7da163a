import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

describe('a folder that nobody removes', () => {
  it('reads back what was saved', async () => {
    const files = await FileManager.open(await mkdtemp(join(tmpdir(), 'forgotten-')));
    await files.save('a.txt', 'São Paulo');
    assert.equal(await files.read('a.txt'), 'São Paulo');
  });
});
