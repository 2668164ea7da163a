import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

describe('tests that share a folder', () => {
  let folder: string;
  let files: FileManager;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shared-'));
    files = await FileManager.open(folder);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('starts empty', async () => {
    assert.deepEqual(await files.list(), []);
  });

  it('lists what was saved', async () => {
    await files.save('a.txt', 'x');
    assert.deepEqual(await files.list(), ['a.txt']);
  });
});
