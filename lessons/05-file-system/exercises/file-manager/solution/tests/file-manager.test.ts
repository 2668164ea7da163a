import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager, UnsafePathError } from '../src/file-manager.ts';

describe('FileManager', () => {
  let parent: string;
  let files: FileManager;

  // The managed folder lies in a folder of the test's own, so that there is an outside to look at.
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'file-manager-'));
    files = await FileManager.open(join(parent, 'base'));
  });

  afterEach(async () => {
    await rm(parent, { recursive: true, force: true });
  });

  it('reads back text in any script', async () => {
    const text = 'São Paulo, 東京, 🌵\n';
    await files.save('cities.txt', text);

    assert.equal(await files.read('cities.txt'), text);
  });

  it('keeps only what was saved last', async () => {
    await files.save('draft.txt', 'the first and longer text');
    await files.save('draft.txt', 'the second');

    assert.equal(await files.read('draft.txt'), 'the second');
  });

  it('lists files, those in folders too, and no folder', async () => {
    await files.save('notes.txt', 'x');
    await files.save('2026/may.txt', 'x');

    // Sorted here, because no order is promised.
    assert.deepEqual((await files.list()).sort(), ['2026/may.txt', 'notes.txt']);
  });

  it('has nothing under a name that was never saved', async () => {
    // A rejection becomes the value compared, so that the failure shows what came instead.
    const found = await files.read('missing.txt').catch((error: unknown) => error);

    assert.equal(found, undefined);
  });

  it('writes nothing outside its folder', async () => {
    await assert.rejects(files.save('../escaped.txt', 'x'), UnsafePathError);

    assert.deepEqual(await readdir(parent), ['base']);
  });

  it('does not read from a neighbour whose name begins alike', async () => {
    await mkdir(join(parent, 'base-secret'));
    await writeFile(join(parent, 'base-secret', 'key.txt'), 'hidden');

    await assert.rejects(files.read('../base-secret/key.txt'), UnsafePathError);
  });
});
