import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

describe('a suite narrowed while debugging', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'narrowed-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it.only('reads back what was saved', async () => {
    const files = await FileManager.open(folder);
    await files.save('a.txt', 'São Paulo');
    assert.equal(await files.read('a.txt'), 'São Paulo');
  });

  it('starts empty', async () => {
    assert.deepEqual(await (await FileManager.open(folder)).list(), []);
  });
});
