import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CourseError } from '../../../src/course/courseError.ts';
import { isImportable, readBoundedTree, readBounds, readTree } from '../../../src/course/fileTree.ts';
import { readRegularFile } from '../../../src/course/regularFile.ts';
import { assertOwnWay, walkBounds, walkTree } from '../../../src/course/treeWalk.ts';
import { asNobody, makeHuge, makePipe, makeSocket } from '../../support/oddFiles.ts';
import { useScratch, writeFiles } from '../../support/scratch.ts';

describe('reading what others may have put there', function () {
  if (process.platform === 'win32') return;
  const scratch = useScratch();

  const refused = (pattern: RegExp) => (error: unknown) =>
    error instanceof CourseError && error.code === 'not-readable' && pattern.test(error.message);

  describe('one file', () => {
    it('reads what is there, to its last byte, whatever its size is said to be', () => {
      const folder = scratch({ empty: '', short: 'ab', long: 'x'.repeat(100_000) });
      for (const [name, length] of [
        ['empty', 0],
        ['short', 2],
        ['long', 100_000],
      ] as const) {
        assert.equal(readRegularFile(join(folder, name), { most: 100_000 }).length, length);
      }
      if (process.platform !== 'linux') return;
      // It says that it is empty.
      assert.ok(readRegularFile('/proc/self/status', { most: 100_000 }).length > 100);
      assert.throws(
        () => readRegularFile('/proc/self/status', { most: 100 }),
        refused(/is larger than 0 MB/),
      );
    });

    it('does not wait at a pipe, and opens neither socket, device nor folder', async () => {
      const folder = scratch();
      makePipe(join(folder, 'pipe'));
      await makeSocket(join(folder, 'socket'));
      for (const path of [join(folder, 'pipe'), join(folder, 'socket'), '/dev/zero', folder]) {
        assert.throws(() => readRegularFile(path, { most: 1_000 }), refused(/ is no file: /), path);
      }
    });

    it('reads nothing of a file that is larger than it may be', () => {
      const folder = scratch();
      makeHuge(join(folder, 'huge'), 3_000_000_000);
      assert.throws(
        () => readRegularFile(join(folder, 'huge'), { most: 2_000_000 }),
        refused(/huge is larger than 2 MB, and no more is read/),
      );
    });

    it('follows a link only where it is told to', () => {
      const folder = scratch({ real: 'text' });
      symlinkSync('real', join(folder, 'link'));
      assert.equal(String(readRegularFile(join(folder, 'link'), { most: 10 })), 'text');
      assert.throws(
        () => readRegularFile(join(folder, 'link'), { most: 10, follow: false }),
        refused(/link is a link/),
      );
    });

    it('tells in the words of the file system that there is none', () => {
      const folder = scratch({ file: '' });
      for (const [name, code] of [
        ['none', 'ENOENT'],
        ['file/none', 'ENOTDIR'],
      ] as const) {
        assert.throws(() => readRegularFile(join(folder, name), { most: 10 }), { code });
      }
    });
  });

  describe('a folder', () => {
    it('holds files, in the order of their names, and what is refused', async () => {
      const folder = scratch({ 'b.ts': '', 'a/c.ts': '', 'node_modules/x.ts': '', '.hidden/x.ts': '' });
      makePipe(join(folder, 'pipe'));
      await makeSocket(join(folder, 'a/socket'));
      symlinkSync('/', join(folder, 'root'));
      const { files, refused: odd, cut } = walkTree(folder);
      assert.deepEqual(files, ['a/c.ts', 'b.ts']);
      assert.deepEqual(
        odd.map(({ path, kind }) => [path, kind]),
        [
          ['a/socket', 'other'],
          ['pipe', 'other'],
          ['root', 'link'],
        ],
      );
      assert.equal(cut, null);
    });

    it('that does not exist holds nothing', () => {
      const folder = scratch({ file: '' });
      for (const name of ['none', 'file/none']) {
        assert.deepEqual(walkTree(join(folder, name)), { files: [], refused: [], cut: null });
      }
    });

    it('is not walked where it is a link itself, or no folder', () => {
      const folder = scratch({ file: '' });
      symlinkSync('/', join(folder, 'link'));
      makePipe(join(folder, 'pipe'));
      for (const [name, why] of [
        ['link', /is a link, and links are not followed/],
        ['file', /is no folder/],
        ['pipe', /is no folder/],
      ] as const) {
        const { files, cut } = walkTree(join(folder, name));
        assert.deepEqual(files, []);
        assert.match(cut?.message ?? '', why);
      }
    });

    it('is looked at up to a number of names, and says so', () => {
      const folder = scratch();
      mkdirSync(join(folder, 'many'));
      for (let name = 0; name < walkBounds.entries + 10; name += 1)
        mkdirSync(join(folder, 'many', String(name)));
      const { cut } = walkTree(folder);
      assert.match(
        cut?.message ?? '',
        /too much in .*many: no more than 10000 files and folders are looked at/,
      );
    });

    it('is looked at up to a depth, and says so', () => {
      const folder = scratch();
      const deep = (levels: number): string => join(folder, ...Array.from({ length: levels }, () => 'd'));
      mkdirSync(deep(walkBounds.depth), { recursive: true });
      assert.equal(walkTree(folder).cut, null);
      mkdirSync(deep(1_500), { recursive: true });
      assert.match(
        walkTree(folder).cut?.message ?? '',
        /no more than 64 folders within each other are looked at/,
      );
    });

    it('gives the texts of what is wanted, and why it lacks some', () => {
      const folder = scratch({ 'a.ts': 'a', 'b.bin': 'b', 'latin.ts': '' });
      writeFileSync(join(folder, 'latin.ts'), Buffer.from("it('Gr\xfc\xdfe')", 'latin1'));
      makeHuge(join(folder, 'huge.ts'), readBounds.file + 1);
      makeHuge(join(folder, 'huge.bin'), 100_000_000);
      makePipe(join(folder, 'pipe.ts'));
      makePipe(join(folder, 'pipe.bin'));
      const { files, refused: odd, cut } = readBoundedTree(folder, isImportable);
      assert.equal(cut, null);
      assert.deepEqual([...files.keys()], ['a.ts', 'latin.ts']);
      assert.deepEqual(odd.map(({ path }) => path).sort(), ['huge.ts', 'latin.ts', 'pipe.ts']);
      assert.match(odd.find(({ path }) => path === 'latin.ts')?.why.message ?? '', /is no UTF-8 text/);
    });

    it('is read up to a number of bytes, and says so', () => {
      const folder = scratch();
      for (let name = 0; name < 5; name += 1) makeHuge(join(folder, `${name}.ts`), readBounds.file);
      const { files, cut } = readBoundedTree(folder);
      assert.equal(files.size, readBounds.all / readBounds.file);
      assert.match(cut?.message ?? '', /hold more than 8 MB together/);
    });

    it('with a name that is no text has a file that cannot be read, and not one less', function () {
      if (process.platform !== 'linux') this.skip();
      const folder = scratch();
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/a`), Buffer.from([0xff]), Buffer.from('.test.ts')]),
        '',
      );
      const { files, refused: odd } = readBoundedTree(folder);
      assert.equal(files.size, 0);
      assert.deepEqual(
        odd.map(({ path }) => path),
        ['a\uFFFD.test.ts'],
      );
    });

    it('of ours is an error where it cannot be read whole', () => {
      const folder = scratch({ 'a.ts': 'a' });
      symlinkSync('/', join(folder, 'link'));
      assert.deepEqual([...readTree(folder)], [['a.ts', 'a']]);
      makePipe(join(folder, 'pipe'));
      assert.throws(() => readTree(folder), refused(/pipe is no file/));
    });

    it('that may not be opened is refused by itself, and one that is asked for is not walked', () => {
      const folder = scratch({ 'open.ts': 'a', 'closed/a.ts': 'b', 'unreadable.ts': 'c' });
      chmodSync(folder, 0o755);
      chmodSync(join(folder, 'closed'), 0);
      chmodSync(join(folder, 'unreadable.ts'), 0);
      const module = JSON.stringify(new URL('../../../src/course/fileTree.ts', import.meta.url).href);
      const program = `const { readBoundedTree } = await import(${module});
        const told = ({ files, refused, cut }) => [[...files.keys()], refused.map(({ path, kind, why }) => [path, kind, why.code]), cut?.code ?? null];
        console.log(JSON.stringify([told(readBoundedTree('.')), told(readBoundedTree('closed'))]));`;
      const answer: unknown = JSON.parse(
        execFileSync(process.execPath, ['--input-type=module', '-e', program], {
          ...asNobody,
          cwd: folder,
          encoding: 'utf8',
        }),
      );
      chmodSync(join(folder, 'closed'), 0o755);
      assert.deepEqual(answer, [
        [
          ['open.ts'],
          [
            ['closed', 'folder', 'not-readable'],
            ['unreadable.ts', 'file', 'not-readable'],
          ],
          null,
        ],
        [[], [], 'not-readable'],
      ]);
    });
  });

  it('holds that a way has no links in it, but for where it begins', () => {
    const folder = scratch();
    writeFiles(folder, { 'real/course/lesson/exercise/tests/a.ts': '' });
    symlinkSync('real', join(folder, 'link'));
    const top = join(folder, 'link/course');
    assertOwnWay(top, top);
    assertOwnWay(top, join(top, 'lesson/exercise'));
    symlinkSync('lesson', join(folder, 'real/course/linked'));
    symlinkSync('exercise', join(folder, 'real/course/lesson/linked'));
    for (const way of ['linked/exercise', 'lesson/linked', 'lesson/linked/tests']) {
      assert.throws(() => assertOwnWay(top, join(top, way)), refused(/linked is a link/), way);
    }
    assert.throws(
      () => assertOwnWay(top, join(top, 'lesson/exercise/tests/a.ts')),
      refused(/a\.ts is no folder/),
    );
    assert.throws(() => assertOwnWay(top, join(top, 'none/exercise')), { code: 'ENOENT' });
  });
});
