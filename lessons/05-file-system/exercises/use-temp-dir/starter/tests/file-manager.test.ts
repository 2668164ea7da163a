import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';
import { useTempDir } from './support/use-temp-dir.ts';

describe('FileManager with useTempDir', () => {
  const dir = useTempDir();

  it('starts empty', async () => {
    const files = await FileManager.open(dir());
    assert.deepEqual(await files.list(), []);
  });

  it('stores text as UTF-8', async () => {
    const files = await FileManager.open(dir());
    const path = await files.save('greeting.txt', 'Olá, 世界');
    assert.equal((await readFile(path)).toString('utf8'), 'Olá, 世界');
  });

  it('makes the folders that a name asks for', async () => {
    const files = await FileManager.open(join(dir(), 'not', 'there', 'yet'));
    await files.save('reports/2026/may.txt', 'x');
    assert.deepEqual(await files.list(), ['reports/2026/may.txt']);
  });

  it('finds again what another manager of the folder has stored', async () => {
    await (await FileManager.open(dir())).save('kept.txt', 'still here');
    const reopened = await FileManager.open(dir());
    assert.equal(await reopened.read('kept.txt'), 'still here');
  });
});
