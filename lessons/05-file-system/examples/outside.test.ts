import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class FileManager {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  async save(name: string, text: string): Promise<string> {
    const path = join(this.#base, name);
    await writeFile(path, text);
    return path;
  }

  read(name: string): Promise<string> {
    return readFile(join(this.#base, name), 'utf8');
  }
}

let parent: string;
let files: FileManager;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'files-'));
  await mkdir(join(parent, 'base'));
  files = new FileManager(join(parent, 'base'));
});

afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

it('saves and reads a file', async () => {
  await files.save('test.txt', 'Hello, World!');

  assert.equal(await files.read('test.txt'), 'Hello, World!');
});

it('keeps to its folder', async () => {
  await files.save('../escaped.txt', 'x').catch(() => undefined);

  assert.deepEqual(await readdir(parent), ['base']);
});
