import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AttemptStore, type AttemptPlace } from '../../../../src/course/attempts/attemptStore.ts';
import { readHeldFiles } from '../../../../src/course/attempts/heldFiles.ts';
import { CourseError } from '../../../../src/course/courseError.ts';
import { useScratch, writeFiles } from '../../../support/scratch.ts';

const run = promisify(execFile);
const storeModule = fileURLToPath(
  new URL('../../../../src/course/attempts/attemptStore.ts', import.meta.url),
);
const { platform } = process;

describe('the store of attempts', function () {
  this.timeout(60_000);
  const scratch = useScratch();

  function placeWith(files: Record<string, string>): AttemptPlace {
    const course = scratch();
    const folder = join(course, '02-database', 'notes');
    writeFiles(folder, files);
    return { course, exercise: '02-database/notes', folder };
  }

  /** The store's only folder of an exercise. */
  function homeIn(storage: string): string {
    const [home = ''] = readdirSync(join(storage, 'v1'));
    return join(storage, 'v1', home);
  }

  function attemptFiles(storage: string): string[] {
    return readdirSync(join(homeIn(storage), 'attempts')).sort();
  }

  it('gives back every file byte for byte, after a restart too', () => {
    const place = placeWith({ 'tests/empty.test.ts': '', 'src/db.ts': 'export {};\r\n' });
    const names = {
      binary: join(place.folder, 'tests', 'picture.bin'),
      strange: join(place.folder, 'tests', 'prüfung — 試験 \u{1F9EA}.ts'),
      long: join(place.folder, 'tests', `${'n'.repeat(250)}.ts`),
      script: join(place.folder, 'run.sh'),
    };
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256));
    writeFileSync(names.binary, bytes);
    writeFileSync(names.strange, '\uFEFFnot ASCII: ä\n');
    writeFileSync(names.long, 'long');
    writeFileSync(names.script, '#!/bin/sh\n');
    chmodSync(names.script, 0o750);
    const storage = scratch();
    const { attempt } = new AttemptStore(storage).keep(place, 'reset');
    assert.ok(attempt);

    const later = new AttemptStore(storage);
    assert.deepEqual(
      later.list(place).attempts.map(({ id, reason }) => ({ id, reason })),
      [{ id: attempt.id, reason: 'reset' }],
    );
    const files = new Map(later.read(place, attempt.id).map((file) => [file.path, file]));
    assert.equal(files.size, 6);
    for (const [path, file] of files) {
      assert.ok(file.kind === 'file');
      assert.ok(readFileSync(join(place.folder, path)).equals(Buffer.from(file.bytes)), path);
      if (platform !== 'win32')
        assert.equal(file.mode, statSync(join(place.folder, path)).mode & 0o777, path);
    }
  });

  it('keeps links as links, and reads nothing outside the folder', function () {
    if (platform === 'win32') this.skip();
    const place = placeWith({ 'tests/a.test.ts': 'a' });
    const outside = scratch({ 'secret.txt': 'not the learner’s' });
    symlinkSync(join(outside, 'secret.txt'), join(place.folder, 'tests', 'secret.ts'));
    symlinkSync(outside, join(place.folder, 'elsewhere'));
    const storage = scratch();
    const store = new AttemptStore(storage);
    const { attempt } = store.keep(place, 'reset');
    assert.deepEqual(
      store.read(place, attempt?.id ?? '').map((file) => [file.path, file.kind]),
      [
        ['elsewhere', 'link'],
        ['tests/a.test.ts', 'file'],
        ['tests/secret.ts', 'link'],
      ],
    );
    assert.equal(readdirSync(join(homeIn(storage), 'objects')).length, 1);
  });

  it('leaves out node_modules and names that are no text, and keeps the rest', async function () {
    if (platform !== 'linux') this.skip();
    const place = placeWith({ 'tests/a.test.ts': 'a', 'node_modules/x/index.js': 'x' });
    writeFileSync(Buffer.concat([Buffer.from(`${place.folder}/tests/`), Buffer.from([0xff, 0xfe])]), 'odd');
    await run('mkfifo', [join(place.folder, 'pipe')]);
    const { attempt, held } = new AttemptStore(scratch()).keep(place, 'reset');
    assert.deepEqual(attempt?.paths, ['tests/a.test.ts']);
    assert.equal(held.leftOut.length, 2);
  });

  it('leaves out what is more than anyone has, and keeps what is about to be overwritten all the same', () => {
    const place = placeWith({ 'tests/z.test.ts': 'z' });
    mkdirSync(join(place.folder, 'many'));
    for (let name = 0; name < 10_050; name += 1) mkdirSync(join(place.folder, 'many', String(name)));
    const { attempt, held } = new AttemptStore(scratch()).keep(place, 'reset', new Set(['tests/z.test.ts']));
    assert.deepEqual(attempt?.paths, ['tests/z.test.ts']);
    assert.deepEqual(held.leftOut, ['many/…']);
    const large = placeWith({ '0.bin': '' });
    for (let name = 0; name < 4; name += 1) {
      writeFileSync(join(large.folder, `${name}.bin`), '');
      truncateSync(join(large.folder, `${name}.bin`), 32 * 1024 * 1024);
    }
    const some = readHeldFiles(large.folder, new Set(['3.bin']));
    assert.deepEqual(some.leftOut, ['2.bin']);
    assert.ok(some.files.some(({ path }) => path === '3.bin'));
  });

  it('adds nothing when nothing changed, and of a change only what changed', () => {
    const place = placeWith({ 'tests/a.test.ts': 'a', 'tests/b.test.ts': 'b' });
    const storage = scratch();
    const store = new AttemptStore(storage);
    const first = store.keep(place, 'reset');
    assert.equal(store.keep(place, 'solution').attempt?.id, first.attempt?.id);
    assert.equal(attemptFiles(storage).length, 1);
    writeFiles(place.folder, { 'tests/b.test.ts': 'changed' });
    store.keep(place, 'solution');
    assert.equal(attemptFiles(storage).length, 2);
    assert.equal(readdirSync(join(homeIn(storage), 'objects')).length, 3);
    // As it was before the last: this is no repetition of the last one.
    writeFiles(place.folder, { 'tests/b.test.ts': 'b' });
    store.keep(place, 'restore');
    assert.deepEqual(
      store.list(place).attempts.map(({ reason }) => reason),
      ['restore', 'solution', 'reset'],
    );
  });

  it('tells exercises and course folders apart', () => {
    const place = placeWith({ 'tests/a.test.ts': 'a' });
    const store = new AttemptStore(scratch());
    store.keep(place, 'reset');
    assert.equal(store.list(place).attempts.length, 1);
    assert.equal(store.list({ ...place, exercise: '02-database/other' }).attempts.length, 0);
    assert.equal(store.list({ ...place, course: scratch() }).attempts.length, 0);
  });

  it('has nothing to keep where there is no folder', () => {
    const place = { course: scratch(), exercise: 'a/b', folder: join(scratch(), 'missing') };
    const store = new AttemptStore(scratch());
    assert.equal(store.keep(place, 'reset').attempt, null);
    assert.deepEqual(store.list(place), { attempts: [], damaged: [] });
  });

  it('orders attempts by when they were kept, whatever the clock says', () => {
    const place = placeWith({});
    let now = Date.parse('2026-05-01T12:00:00Z');
    const store = new AttemptStore(scratch(), () => new Date(now));
    for (const text of ['first', 'second', 'third']) {
      writeFiles(place.folder, { 'tests/a.test.ts': text });
      store.keep(place, 'reset');
      now -= 86_400_000;
    }
    const [newest] = store.list(place).attempts;
    const [file] = store.read(place, newest?.id ?? '');
    assert.ok(file?.kind === 'file');
    assert.equal(Buffer.from(file.bytes).toString(), 'third');
  });

  it('drops the oldest beyond a hundred, with what only they needed', () => {
    const place = placeWith({ 'tests/same.test.ts': 'same' });
    const storage = scratch();
    const store = new AttemptStore(storage);
    const objects = (): string[] => readdirSync(join(homeIn(storage), 'objects'));
    for (let count = 1; count <= 103; count++) {
      writeFiles(place.folder, { 'tests/a.test.ts': `attempt ${count}` });
      store.keep(place, 'reset');
    }
    const { attempts, damaged } = store.list(place);
    assert.equal(attempts.length, 100);
    assert.deepEqual(damaged, []);
    const texts = [attempts[0], attempts[99]].map((attempt) =>
      store
        .read(place, attempt?.id ?? '')
        .map((file) => (file.kind === 'file' ? Buffer.from(file.bytes).toString() : file.target)),
    );
    assert.deepEqual(texts, [
      ['attempt 103', 'same'],
      ['attempt 4', 'same'],
    ]);
    // Young bytes may belong to an attempt that another window is just writing.
    assert.equal(objects().length, 104);
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const name of objects()) utimesSync(join(homeIn(storage), 'objects', name), longAgo, longAgo);
    writeFiles(place.folder, { 'tests/a.test.ts': 'attempt 104' });
    store.keep(place, 'reset');
    assert.equal(objects().length, 101);
    for (const { id } of store.list(place).attempts) assert.equal(store.read(place, id).length, 2);
  });

  describe('of a change that goes on', () => {
    const place: AttemptPlace = { course: '/course', exercise: 'one', folder: '/course/one' };
    const other: AttemptPlace = { ...place, exercise: 'other' };

    it('knows whether it ended, when its process has died', async () => {
      const storage = scratch();
      const store = new AttemptStore(storage);
      await beginElsewhere(storage, place, 'solution');
      assert.equal(store.unfinished(place), 'solution');
      assert.equal(store.unfinished(other), null);
      store.forgetUnfinished(place);
      assert.equal(store.unfinished(place), null);
    });

    it('says nothing while its process lives, or when it did not change anything', () => {
      const store = new AttemptStore(scratch());
      const begun = store.begin(place, 'reset');
      assert.equal(store.unfinished(place), null);
      begun.finish();
      store.begin(place, 'reset').withdraw();
      assert.equal(store.unfinished(place), null);
    });

    it('ends what was not finished before', async () => {
      const storage = scratch();
      const store = new AttemptStore(storage);
      await beginElsewhere(storage, place, 'update');
      store.begin(place, 'reset').withdraw();
      assert.equal(store.unfinished(place), 'update');
      store.begin(place, 'reset').finish();
      assert.equal(store.unfinished(place), null);
    });

    it('changes nothing when that cannot be noted', () => {
      const broken = new AttemptStore(join(scratch({ blocked: '' }), 'blocked'));
      assert.throws(
        () => broken.begin(place, 'reset'),
        (error) => error instanceof CourseError && error.code === 'not-kept',
      );
    });

    /** In a process that ends without a word. */
    async function beginElsewhere(storage: string, at: AttemptPlace, reason: string): Promise<void> {
      const program = `import(${JSON.stringify(storeModule)}).then(({ AttemptStore }) => {
        new AttemptStore(${JSON.stringify(storage)}).begin(${JSON.stringify(at)}, ${JSON.stringify(reason)});
      })`;
      await run(process.execPath, ['-e', program]);
    }
  });

  describe('on a broken disk', () => {
    const isNotKept = (error: unknown): boolean => error instanceof CourseError && error.code === 'not-kept';

    it('says that nothing was kept when its folder cannot be made', () => {
      const place = placeWith({ 'tests/a.test.ts': 'a' });
      const storage = join(scratch({ 'in-the-way': '' }), 'in-the-way');
      assert.throws(() => new AttemptStore(storage).keep(place, 'reset'), isNotKept);
    });

    it('names no attempt when the disk is full halfway, and keeps those before', async function () {
      if (platform === 'win32') this.skip();
      const place = placeWith({ 'tests/a.test.ts': 'small' });
      const storage = scratch();
      const store = new AttemptStore(storage);
      store.keep(place, 'reset');
      writeFiles(place.folder, { 'tests/a.test.ts': 'also small', 'tests/z.test.ts': 'z'.repeat(200_000) });
      // A process that may write files of 64 KB at most meets the error that a full disk gives.
      const script = `
        import { AttemptStore } from ${JSON.stringify(storeModule)};
        process.on('SIGXFSZ', () => undefined);
        try { new AttemptStore(${JSON.stringify(storage)}).keep(${JSON.stringify(place)}, 'reset'); console.log('kept'); }
        catch (error) { console.log(error.code, error.message); }`;
      const { stdout } = await run('sh', [
        '-c',
        'ulimit -f 128; exec "$0" --input-type=module -e "$1"',
        process.execPath,
        script,
      ]);
      assert.match(stdout, /^not-kept .*EFBIG/);
      assert.equal(store.list(place).attempts.length, 1);
      assert.deepEqual(
        readdirSync(join(homeIn(storage), 'objects')).filter((name) => name.endsWith('.tmp')),
        [],
      );
      assert.equal(store.keep(place, 'reset').attempt?.paths.length, 2);
    });

    it('does not keep a file that it cannot read, when that file is to be overwritten', function () {
      if (platform === 'win32') this.skip();
      const place = placeWith({ 'tests/a.test.ts': 'a', 'tests/b.test.ts': 'b' });
      const storage = scratch();
      for (const folder of [place.course, storage]) chmodSync(folder, 0o777);
      chmodSync(join(place.folder, 'tests/b.test.ts'), 0);
      asNobody(() => {
        const store = new AttemptStore(storage);
        assert.throws(() => store.keep(place, 'reset', new Set(['tests/b.test.ts'])), isNotKept);
        assert.deepEqual(store.keep(place, 'reset').held.leftOut, ['tests/b.test.ts']);
      });
    });
  });

  describe('when its files are damaged', () => {
    function three(): { place: AttemptPlace; storage: string; store: AttemptStore } {
      const place = placeWith({});
      const storage = scratch();
      const store = new AttemptStore(storage);
      for (const text of ['first', 'second', 'third']) {
        writeFiles(place.folder, { 'tests/a.test.ts': text, 'tests/same.test.ts': 'same' });
        store.keep(place, 'reset');
      }
      return { place, storage, store };
    }

    for (const [how, damage] of Object.entries({
      'cut short': (text: string) => text.slice(0, text.length / 2),
      emptied: () => '',
      'changed in one place': (text: string) => text.replace('"size": 6', '"size": 7'),
      'of another format': (text: string) => text.replace('"format": 1', '"format": 2'),
      'not ours': () => 'null',
    })) {
      it(`reports an attempt that is ${how}, and the others stay usable`, () => {
        const { place, storage, store } = three();
        const [, second = ''] = attemptFiles(storage);
        const file = join(homeIn(storage), 'attempts', second);
        const before = readFileSync(file, 'utf8');
        writeFileSync(file, damage(before));
        assert.notEqual(readFileSync(file, 'utf8'), before);
        const { attempts, damaged } = store.list(place);
        assert.equal(attempts.length, 2);
        assert.equal(damaged.length, 1);
        assert.match(damaged[0]?.why ?? '', new RegExp(`${second} cannot be used: .+\\.$`));
        assert.throws(
          () => store.read(place, damaged[0]?.id ?? ''),
          (error) => error instanceof CourseError && error.code === 'broken-attempt',
        );
        for (const { id } of attempts) assert.equal(store.read(place, id).length, 2);
      });
    }

    it('gives out no bytes that have changed, though their number is right', () => {
      const { place, storage, store } = three();
      const objects = join(homeIn(storage), 'objects');
      const third = readdirSync(objects).find(
        (name) => readFileSync(join(objects, name), 'utf8') === 'third',
      );
      writeFileSync(join(objects, third ?? ''), 'thirt');
      const [newest] = store.list(place).attempts;
      assert.throws(
        () => store.read(place, newest?.id ?? ''),
        (error) => error instanceof CourseError && error.code === 'broken-attempt',
      );
      // The same state kept again mends it.
      store.keep(place, 'reset');
      assert.equal(store.read(place, newest?.id ?? '').length, 2);
    });

    it('reports attempts whose bytes are gone or cut short', () => {
      const { place, storage, store } = three();
      const objects = join(homeIn(storage), 'objects');
      for (const name of readdirSync(objects)) {
        if (readFileSync(join(objects, name), 'utf8') === 'second') rmSync(join(objects, name));
        else if (readFileSync(join(objects, name), 'utf8') === 'first')
          writeFileSync(join(objects, name), '');
      }
      assert.equal(store.list(place).attempts.length, 1);
      assert.equal(store.list(place).damaged.length, 2);
    });

    it('keeps anew when the last attempt cannot be read', () => {
      const { place, storage, store } = three();
      const last = attemptFiles(storage).at(-1) ?? '';
      writeFileSync(join(homeIn(storage), 'attempts', last), '{');
      assert.notEqual(`${store.keep(place, 'reset').attempt?.id}.json`, last);
      assert.equal(store.list(place).attempts.length, 3);
    });

    it('takes no id that leads elsewhere', () => {
      const { place, store } = three();
      assert.throws(
        () => store.read(place, '../../../etc/passwd'),
        (error) => error instanceof CourseError && error.code === 'broken-attempt',
      );
    });
  });

  it('loses nothing when several windows keep at once', async () => {
    const place = placeWith({ 'tests/same.test.ts': 'same' });
    const storage = scratch();
    const windows = Array.from({ length: 4 }, (_, index) => {
      const folder = join(place.course, `copy-${index}`);
      writeFiles(folder, { 'tests/same.test.ts': 'same' });
      const script = `
        import { writeFileSync } from 'node:fs';
        import { AttemptStore } from ${JSON.stringify(storeModule)};
        const store = new AttemptStore(${JSON.stringify(storage)});
        const place = { ...${JSON.stringify(place)}, folder: ${JSON.stringify(folder)} };
        for (let count = 0; count < 15; count++) {
          writeFileSync(${JSON.stringify(join(folder, 'tests/a.test.ts'))}, 'window ${index}, ' + count);
          store.keep(place, 'reset');
        }`;
      return run(process.execPath, ['--input-type=module', '-e', script]);
    });
    await Promise.all(windows);
    const store = new AttemptStore(storage);
    const { attempts, damaged } = store.list(place);
    assert.deepEqual(damaged, []);
    const texts = new Set(
      attempts.map(({ id }) => {
        const file = store.read(place, id).find(({ path }) => path === 'tests/a.test.ts');
        return file?.kind === 'file' ? Buffer.from(file.bytes).toString() : '';
      }),
    );
    assert.equal(texts.size, 60);
  });
});

/** The administrator may read and write everything, so nothing is forbidden to tests that run as one. */
function asNobody(action: () => void): void {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    action();
  } finally {
    process.seteuid?.(0);
  }
}
