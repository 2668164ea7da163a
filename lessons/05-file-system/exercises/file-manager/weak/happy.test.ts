import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

// The two tests of the original lesson, carried over as they were.
describe('FileManager, as in the original lesson', () => {
  let folder: string;
  let manager: FileManager;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'happy-'));
    manager = await FileManager.open(folder);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('saves and reads a file', async () => {
    const path = await manager.save('test.txt', 'Hello, World!');
    assert.ok(existsSync(path));
    assert.equal(await manager.read('test.txt'), 'Hello, World!');
  });

  it('lists several files', async () => {
    await manager.save('file1.txt', 'content1');
    await manager.save('file2.txt', 'content2');
    await manager.save('file3.txt', 'content3');

    const files = await manager.list();
    assert.equal(files.length, 3);
    assert.ok(files.includes('file1.txt'));
    assert.ok(files.includes('file2.txt'));
    assert.ok(files.includes('file3.txt'));
  });
});
