import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

// The first half of the Python lesson's test. It is green, and proves that a file was made.
describe('saving a file', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'files-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes a file', async () => {
    const manager = await FileManager.open(folder);

    const path = await manager.save('test.txt', 'Hello, World!');

    assert.ok((await stat(path)).isFile());
  });
});
