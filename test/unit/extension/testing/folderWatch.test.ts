import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { FolderWatch } from '../../../../src/extension/testing/folderWatch.ts';
import { useScratch } from '../../../support/scratch.ts';

describe('the watch of folders', () => {
  const scratchFolder = useScratch();
  let root: string;
  let heard: string[];
  let troubles: string[];
  let watching: FolderWatch;

  beforeEach(() => {
    root = scratchFolder();
    heard = [];
    troubles = [];
    write('lesson/one/tests/a.ts');
    write('lesson/one/src/deep/er/b.ts');
    watching = new FolderWatch({
      root,
      folders: ['one/src', 'one/tests', 'two/tests'].map((path) => join(root, 'lesson', ...path.split('/'))),
      onChange: (path) => heard.push(path),
      onTrouble: (reason) => troubles.push(reason),
    });
  });
  afterEach(() => {
    watching.close();
    assert.deepEqual(troubles, []);
  });

  const at = (path: string): string => join(root, ...path.split('/'));

  function write(path: string): void {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), `${Math.random()}`);
  }

  async function hears(path: string): Promise<void> {
    const end = Date.now() + 30_000;
    while (!heard.includes(at(path))) {
      assert.ok(Date.now() < end, `${path} was not told, but ${heard.join(', ') || 'nothing'}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Until all that was done is told: what is done now comes after it. */
  async function settled(): Promise<void> {
    write('lesson/one/tests/last.ts');
    await hears('lesson/one/tests/last.ts');
    heard = [];
  }

  it('tells what is made, changed and removed', async () => {
    write('lesson/one/tests/new.ts');
    write('lesson/one/src/deep/er/b.ts');
    rmSync(at('lesson/one/tests/a.ts'));
    await hears('lesson/one/tests/new.ts');
    await hears('lesson/one/src/deep/er/b.ts');
    await hears('lesson/one/tests/a.ts');
  });

  it('hears in folders that are made at once, one in the other', async () => {
    write('lesson/two/tests/in/side/c.ts');
    await hears('lesson/two/tests/in/side/c.ts');
    await settled();
    write('lesson/two/tests/in/side/c.ts');
    await hears('lesson/two/tests/in/side/c.ts');
  });

  it('hears in folders that are put in the place of others with all that they hold', async () => {
    cpSync(at('lesson/one'), at('copy'), { recursive: true });
    rmSync(at('lesson/one'), { recursive: true });
    renameSync(at('copy'), at('lesson/one'));
    await hears('lesson/one/src/deep/er/b.ts');
    await settled();
    write('lesson/one/src/deep/er/b.ts');
    await hears('lesson/one/src/deep/er/b.ts');
  });

  it('hears in a folder that went and came back', async () => {
    rmSync(at('lesson/one/src'), { recursive: true });
    await hears('lesson/one/src');
    write('lesson/one/src/deep/er/b.ts');
    await hears('lesson/one/src/deep/er/b.ts');
    await settled();
    write('lesson/one/src/deep/er/b.ts');
    await hears('lesson/one/src/deep/er/b.ts');
  });

  it('tells nothing of what lies elsewhere, of packages, and of names that begin with a dot', async () => {
    const elsewhere = scratchFolder();
    mkdirSync(at('lesson/one/tests/node_modules/p'), { recursive: true });
    await settled();
    write('lesson/one/README.md');
    write('lesson/three/tests/d.ts');
    write('lesson/one/tests/node_modules/p/index.js');
    write('lesson/one/tests/.a.ts.swp');
    if (process.platform !== 'win32') {
      symlinkSync(elsewhere, at('lesson/one/tests/link'));
      await hears('lesson/one/tests/link');
      heard = heard.filter((path) => path !== at('lesson/one/tests/link'));
      writeFileSync(join(elsewhere, 'e.ts'), '');
    }
    write('lesson/one/tests/a.ts');
    await hears('lesson/one/tests/a.ts');
    assert.deepEqual([...new Set(heard)], [at('lesson/one/tests/a.ts')]);
  });

  it('is silent when it is closed, and costs nothing', async () => {
    const before = watchesOfSystem();
    watching.close();
    // One for each folder: the root, lesson, one, tests, src, deep, er.
    if (process.platform === 'linux') assert.equal(before - watchesOfSystem(), 7);
    write('lesson/one/tests/a.ts');
    const other = new FolderWatch({
      root,
      folders: [at('lesson')],
      onChange: (path) => heard.push(`other: ${path}`),
      onTrouble: (reason) => troubles.push(reason),
    });
    write('lesson/one/tests/a.ts');
    const end = Date.now() + 30_000;
    while (heard.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
    other.close();
    assert.ok(heard.length > 0 && heard.every((path) => path.startsWith('other')), heard.join(', '));
  });
});

/** How many folders and files this process watches; known on Linux only. */
function watchesOfSystem(): number {
  if (process.platform !== 'linux') return 0;
  const lines = readdirSync('/proc/self/fdinfo').flatMap((descriptor) => {
    try {
      return readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8').split('\n');
    } catch {
      // The one that lists them is closed by now.
      return [];
    }
  });
  return lines.filter((line) => line.startsWith('inotify wd:')).length;
}
