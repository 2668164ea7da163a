import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { FileManager, UnsafePathError } from '../src/file-manager.ts';

// The disk is doubled: a Map, and answers that the author of the tests believes a system gives.
describe('FileManager on a doubled disk', () => {
  const base = resolve('/base');
  const real = { ...fs };
  let disk: Map<string, string>;

  beforeEach(() => {
    disk = new Map();
    const double = {
      mkdir: async () => undefined,
      readFile: async (path: string) => {
        const text = disk.get(path);
        if (text !== undefined) return text;
        throw Object.assign(new Error('no such file or directory'), { code: 'ENOENT' });
      },
      readdir: async () =>
        [...disk.keys()].map((path) => ({
          name: basename(path),
          parentPath: dirname(path),
          isFile: () => true,
        })),
      writeFile: async (path: string, text: string) => {
        disk.set(path, text);
      },
    };
    Object.assign(fs, double);
    syncBuiltinESMExports();
  });

  afterEach(() => {
    Object.assign(fs, real);
    syncBuiltinESMExports();
  });

  it('writes to the path it returns', async () => {
    const path = await (await FileManager.open(base)).save('city.txt', 'São Paulo');
    assert.equal(disk.get(path), 'São Paulo');
  });

  it('replaces the text', async () => {
    const files = await FileManager.open(base);
    await files.save('a.txt', 'first');
    await files.save('a.txt', 'second');
    assert.equal(await files.read('a.txt'), 'second');
  });

  it('lists the names', async () => {
    disk.set(join(base, 'a.txt'), 'x').set(join(base, 'b.txt'), 'x');
    assert.deepEqual(await (await FileManager.open(base)).list(), ['a.txt', 'b.txt']);
  });

  it('reads undefined when the file is missing', async () => {
    assert.equal(await (await FileManager.open(base)).read('missing.txt'), undefined);
  });

  // Arithmetic on paths needs no disk. Whoever thinks of these two names can test them here.
  for (const name of ['../outside.txt', '../base-secret/key.txt']) {
    it(`refuses ${name}`, async () => {
      await assert.rejects((await FileManager.open(base)).read(name), UnsafePathError);
    });
  }
});
