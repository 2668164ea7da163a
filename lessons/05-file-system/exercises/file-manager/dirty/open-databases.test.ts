import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { FileManager } from '../src/file-manager.ts';

describe('test data from a database that stays open', () => {
  it('reads back what was saved', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'texts-'));
    try {
      const text = String(new Database(':memory:').prepare("SELECT 'São Paulo'").pluck().get());
      const files = await FileManager.open(folder);
      await files.save('a.txt', text);
      assert.equal(await files.read('a.txt'), text);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
