import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileManager } from '../src/file-manager.ts';

describe('a server that keeps listening', () => {
  it('serves a saved file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'served-'));
    try {
      const files = await FileManager.open(folder);
      await files.save('a.txt', 'São Paulo');
      const server = createServer((_request, response) => {
        void files.read('a.txt').then((text) => response.end(text));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      assert.equal(await files.read('a.txt'), 'São Paulo');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
