import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

describe('test data from the internet', () => {
  it('reads back a text, with or without an answer', async () => {
    const answer = await fetch('https://texts.example.com/random').catch(() => undefined);
    const text = answer === undefined ? 'São Paulo' : await answer.text();
    const folder = await mkdtemp(join(tmpdir(), 'downloaded-'));
    try {
      const files = await FileManager.open(folder);
      await files.save('a.txt', text);
      assert.equal(await files.read('a.txt'), text);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
