import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { AttemptStore, type AttemptPlace } from '../../../../src/course/attempts/attemptStore.ts';
import {
  carryOut,
  changesToAnswer,
  changesToAttempt,
  changesToStarter,
  type Changes,
} from '../../../../src/course/attempts/changes.ts';
import { findExercise, loadCatalog } from '../../../../src/course/catalog.ts';
import { CourseError, type CourseErrorCode } from '../../../../src/course/courseError.ts';
import { solutionFiles, starterFiles, type Exercise } from '../../../../src/course/exercise.ts';
import { readTree } from '../../../../src/course/fileTree.ts';
import { asSomebody } from '../../../support/otherUser.ts';
import { foldsCases, sourceInstallation, useScratch, writeFiles } from '../../../support/scratch.ts';

describe('changes of a learner’s files', () => {
  const scratch = useScratch();
  const catalog = loadCatalog(sourceInstallation.lessons);
  // Its model answer has a file more than its starter, and leaves the starter's file in place.
  const threeParts = findExercise(catalog, '08-auth/three-parts');
  const repositories = findExercise(catalog, '02-database/repositories');

  interface Setting {
    readonly exercise: Exercise;
    readonly place: AttemptPlace;
    readonly store: AttemptStore;
    readonly file: (path: string) => string;
    readonly text: (path: string) => string;
  }

  function begin(exercise: Exercise): Setting {
    const course = scratch();
    const folder = join(course, exercise.id);
    writeFiles(folder, Object.fromEntries(starterFiles(exercise)));
    const file = (path: string): string => join(folder, path);
    return {
      exercise,
      place: { course, exercise: exercise.id, folder },
      store: new AttemptStore(scratch()),
      file,
      text: (path) => readFileSync(file(path), 'utf8'),
    };
  }

  const isError =
    (code: CourseErrorCode) =>
    (error: unknown): boolean =>
      error instanceof CourseError && error.code === code;

  function newest({ store, place }: Setting): string {
    return store.list(place).attempts[0]?.id ?? '';
  }

  it('takes files for ours whose line ends git has changed, as on Windows', () => {
    const { place, store } = begin(threeParts);
    const checkedOut = (files: ReadonlyMap<string, string>): Record<string, string> =>
      Object.fromEntries([...files].map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
    writeFiles(place.folder, checkedOut(starterFiles(threeParts)));
    assert.equal(changesToStarter(threeParts, place.folder).size, 0);
    assert.ok(carryOut(store, place, 'solution', changesToAnswer(threeParts, place.folder, 'solution')));
    writeFiles(place.folder, checkedOut(solutionFiles(threeParts)));
    assert.ok(carryOut(store, place, 'reset', changesToStarter(threeParts, place.folder)));
    // What the model answer had brought along is gone again, and what is kept has the bytes it had.
    const left = [...readTree(place.folder).keys()].sort();
    assert.deepEqual(left, [...starterFiles(threeParts).keys()].sort());
    const kept = store.list(place).attempts.flatMap(({ id }) => store.read(place, id));
    assert.ok(kept.every((held) => held.kind === 'file' && Buffer.from(held.bytes).includes('\r\n')));
  });

  it('restores a file whose name differs from one of ours in its case, where that is one file', function () {
    const { place, store, text } = begin(threeParts);
    if (!foldsCases(place.folder)) this.skip();
    const [path = ''] = [...starterFiles(threeParts).keys()].filter((one) => one.startsWith('tests/'));
    const theirs = path.replace(/[^/]+$/, (name) => name.toUpperCase());
    const attempt = [{ kind: 'file', path: theirs, bytes: Buffer.from('mine'), mode: 0o644 }] as const;
    const before = text(path);
    assert.ok(carryOut(store, place, 'restore', changesToAttempt(threeParts, place.folder, attempt)));
    assert.equal(text(path), 'mine');
    const [kept] = store.list(place).attempts.map(({ id }) => store.read(place, id));
    const bytes = kept?.flatMap((held) => (held.kind === 'file' ? [Buffer.from(held.bytes).toString()] : []));
    assert.ok(bytes?.includes(before), 'what was there is kept');
    // Nothing to do any more, and above all nothing to remove.
    writeFileSync(join(place.folder, path), before);
    const same = [{ kind: 'file', path: theirs, bytes: Buffer.from(before), mode: 0o644 }] as const;
    assert.deepEqual([...changesToAttempt(threeParts, place.folder, same).values()].includes(null), false);
  });

  it('reset brings every file of the starter back, and leaves what the learner added', () => {
    const setting = begin(repositories);
    const { place, store, file } = setting;
    writeFileSync(file('tests/repositories.test.ts'), Buffer.from([0xff, 0x00, 0x0d, 0x0a]));
    rmSync(file('src/users.ts'));
    writeFiles(place.folder, { 'tests/mine.test.ts': 'mine', 'notes.txt': 'mine too' });
    assert.ok(carryOut(store, place, 'reset', changesToStarter(repositories, place.folder)));
    const expected = new Map([
      ...starterFiles(repositories),
      ['tests/mine.test.ts', 'mine'],
      ['notes.txt', 'mine too'],
    ]);
    assert.deepEqual(readTree(place.folder), expected);
    assert.equal(changesToStarter(repositories, place.folder).size, 0);
  });

  it('an attempt comes back byte for byte after a reset, and the reset state after that', () => {
    const setting = begin(repositories);
    const { place, store, file } = setting;
    const bytes = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xc3]);
    writeFileSync(file('tests/repositories.test.ts'), bytes);
    rmSync(file('src/users.ts'));
    carryOut(store, place, 'reset', changesToStarter(repositories, place.folder));

    const back = changesToAttempt(repositories, place.folder, store.read(place, newest(setting)));
    carryOut(store, place, 'restore', back);
    assert.ok(readFileSync(file('tests/repositories.test.ts')).equals(bytes));
    // The learner had removed it; the one that the reset wrote is ours, and nobody has changed it.
    assert.equal(existsSync(file('src/users.ts')), false);

    const forth = changesToAttempt(repositories, place.folder, store.read(place, newest(setting)));
    carryOut(store, place, 'restore', forth);
    assert.deepEqual(readTree(place.folder), starterFiles(repositories));
  });

  it('a model answer comes, and goes again with the reset, but not what was changed in it', () => {
    const setting = begin(threeParts);
    const { place, store, file, text } = setting;
    carryOut(store, place, 'solution', changesToAnswer(threeParts, place.folder, 'solution'));
    assert.equal(text('tests/auth.test.ts'), solutionFiles(threeParts).get('tests/auth.test.ts'));
    assert.equal(changesToAnswer(threeParts, place.folder, 'solution').size, 0);
    carryOut(store, place, 'reset', changesToStarter(threeParts, place.folder));
    assert.equal(existsSync(file('tests/auth.test.ts')), false);

    carryOut(store, place, 'solution', changesToAnswer(threeParts, place.folder, 'solution'));
    writeFileSync(file('tests/auth.test.ts'), 'my own by now');
    carryOut(store, place, 'reset', changesToStarter(threeParts, place.folder));
    assert.equal(text('tests/auth.test.ts'), 'my own by now');
  });

  it('a folder that only a model answer had goes with it, and one with a file of the learner’s stays', () => {
    const { place, store, file } = begin(repositories);
    const apply = (): unknown =>
      carryOut(store, place, 'solution', changesToAnswer(repositories, place.folder, 'builders'));
    const reset = (): unknown =>
      carryOut(store, place, 'reset', changesToStarter(repositories, place.folder));
    apply();
    assert.ok(existsSync(file('tests/support')));
    reset();
    assert.equal(existsSync(file('tests/support')), false);
    apply();
    writeFileSync(file('tests/support/mine.ts'), 'mine');
    reset();
    assert.deepEqual(readdirSync(file('tests/support')), ['mine.ts']);
  });

  it('a model answer touches no file of the system', () => {
    const { place, file } = begin(repositories);
    writeFileSync(file('src/users.ts'), 'tinkered with');
    const paths = [...changesToAnswer(repositories, place.folder, 'solution').keys()];
    assert.ok(paths.length > 0 && paths.every((path) => path.startsWith('tests/')), paths.join());
  });

  it('nothing changes when nothing can be kept', () => {
    const { place, file, text } = begin(repositories);
    writeFileSync(file('tests/repositories.test.ts'), 'mine');
    const broken = new AttemptStore(join(scratch({ blocked: '' }), 'blocked'));
    assert.throws(
      () => carryOut(broken, place, 'reset', changesToStarter(repositories, place.folder)),
      isError('not-kept'),
    );
    assert.equal(text('tests/repositories.test.ts'), 'mine');
  });

  it('nothing changes when one of the files cannot be written', () => {
    const setting = begin(repositories);
    const { place, store, file, text } = setting;
    writeFileSync(file('tests/repositories.test.ts'), 'mine');
    rmSync(file('src'), { recursive: true });
    writeFileSync(file('src'), 'a file in the place of a folder');
    assert.throws(
      () => carryOut(store, place, 'reset', changesToStarter(repositories, place.folder)),
      isError('cannot-replace'),
    );
    assert.equal(text('tests/repositories.test.ts'), 'mine');
    assert.deepEqual([...readTree(file('tests')).keys()], ['repositories.test.ts']);
  });

  it('puts no file where a folder lies', () => {
    const { place, store, file } = begin(repositories);
    rmSync(file('src/users.ts'));
    mkdirSync(file('src/users.ts'));
    writeFileSync(file('src/users.ts/mine.txt'), 'mine');
    assert.throws(
      () => carryOut(store, place, 'reset', changesToStarter(repositories, place.folder)),
      isError('cannot-replace'),
    );
    assert.equal(readFileSync(file('src/users.ts/mine.txt'), 'utf8'), 'mine');
  });

  it('overwrites nothing that was changed after it was kept', () => {
    const { place, store, file, text } = begin(repositories);
    writeFileSync(file('tests/repositories.test.ts'), 'mine');
    const changes: Changes = changesToStarter(repositories, place.folder);
    // An editor that saves while the attempt is being written.
    const racing = new (class extends AttemptStore {
      override keep(...args: Parameters<AttemptStore['keep']>): ReturnType<AttemptStore['keep']> {
        const kept = store.keep(...args);
        writeFileSync(file('tests/repositories.test.ts'), 'mine, and a line more');
        return kept;
      }
    })(scratch());
    assert.throws(() => carryOut(racing, place, 'reset', changes), isError('changed-meanwhile'));
    assert.equal(text('tests/repositories.test.ts'), 'mine, and a line more');
    assert.deepEqual([...readTree(file('tests')).keys()], ['repositories.test.ts']);
  });

  it('says what lies in a file’s place, and that it cannot be read or kept', async () => {
    const setting = begin(repositories);
    const { place, store, file } = setting;
    const suite = file('tests/repositories.test.ts');
    const reset = (): unknown =>
      carryOut(store, place, 'reset', changesToStarter(repositories, place.folder));
    writeFileSync(suite, 'mine');
    if (process.platform !== 'win32') {
      rmSync(suite);
      execFileSync('mkfifo', [suite]);
      assert.throws(
        reset,
        (error) =>
          isError('cannot-replace')(error) && /repositories\.test\.ts in .* lies where/.test(String(error)),
      );
      rmSync(suite);
      writeFileSync(suite, 'mine');
    }
    chmodSync(suite, 0);
    await asSomebody(() =>
      assert.throws(reset, (error) => isError('not-kept')(error) && /EACCES/.test(String(error))),
    );
    chmodSync(suite, 0o644);
    // Sparse: it takes no room.
    truncateSync(suite, 3 * 1024 ** 3);
    assert.throws(reset, (error) => isError('not-kept')(error) && /has 3221225472 bytes/.test(String(error)));
    truncateSync(suite, 4);
    assert.equal(readFileSync(suite, 'utf8'), 'mine');
  });

  it('is not kept from what belongs to the exercise by a folder of the learner’s that cannot be read', async function () {
    if (process.platform === 'win32') this.skip();
    const { place, file, text } = begin(repositories);
    writeFiles(place.folder, { 'private/mine.txt': 'mine', 'tests/repositories.test.ts': 'mine' });
    const store = new AttemptStore(join(place.course, 'attempts'));
    execFileSync('chmod', ['-R', 'a+rwX', place.course]);
    chmodSync(file('private'), 0);
    await asSomebody(() => {
      assert.ok(carryOut(store, place, 'reset', changesToStarter(repositories, place.folder)));
      assert.equal(
        text('tests/repositories.test.ts'),
        starterFiles(repositories).get('tests/repositories.test.ts'),
      );
    });
    chmodSync(file('private'), 0o755);
    assert.equal(text('private/mine.txt'), 'mine');
  });

  it('leaves a private file private', function () {
    if (process.platform === 'win32') this.skip();
    const { place, store, file } = begin(repositories);
    writeFileSync(file('tests/repositories.test.ts'), 'mine');
    chmodSync(file('tests/repositories.test.ts'), 0o600);
    carryOut(store, place, 'reset', changesToStarter(repositories, place.folder));
    assert.equal(lstatSync(file('tests/repositories.test.ts')).mode & 0o777, 0o600);
  });

  it('keeps nothing that a killed process has left, and removes it', () => {
    const setting = begin(repositories);
    const { place, store, file } = setting;
    writeFileSync(file('tests/repositories.test.ts'), 'mine');
    const left = `tests/.itlab-${'0a'.repeat(6)}.tmp`;
    writeFileSync(file(left), 'half');
    utimesSync(file(left), 1, 1);
    carryOut(store, place, 'reset', changesToStarter(repositories, place.folder));
    assert.ok(!store.read(place, newest(setting)).some(({ path }) => path === left));
    assert.equal(existsSync(file(left)), false);
  });

  it('lets nothing wait among the learner’s files', () => {
    const { place, store, file } = begin(repositories);
    writeFileSync(file('tests/repositories.test.ts'), 'mine');
    const seen: string[] = [];
    const changes = changesToStarter(repositories, place.folder);
    // Asked for when everything waits: between the last one prepared and the first one in its place.
    const spied = new Map([
      ...changes,
      [
        'zzz.ts',
        {
          kind: 'file' as const,
          get bytes(): Uint8Array {
            seen.push(...readdirSync(place.folder, { recursive: true, encoding: 'utf8' }));
            return Buffer.from('x');
          },
        },
      ],
    ]);
    carryOut(store, place, 'reset', spied);
    assert.ok(seen.includes('tests'));
    assert.deepEqual(
      seen.filter((path) => path.includes('.tmp')),
      [],
    );
  });

  describe('with links', function () {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('replaces a link instead of what it points to, and brings it back', () => {
      const setting = begin(repositories);
      const { place, store, file } = setting;
      const outside = join(scratch({ 'precious.ts': 'precious' }), 'precious.ts');
      rmSync(file('tests/repositories.test.ts'));
      symlinkSync(outside, file('tests/repositories.test.ts'));
      carryOut(store, place, 'reset', changesToStarter(repositories, place.folder));
      assert.equal(readFileSync(outside, 'utf8'), 'precious');
      assert.ok(lstatSync(file('tests/repositories.test.ts')).isFile());
      const back = changesToAttempt(repositories, place.folder, store.read(place, newest(setting)));
      carryOut(store, place, 'restore', back);
      assert.ok(lstatSync(file('tests/repositories.test.ts')).isSymbolicLink());
      assert.equal(readFileSync(outside, 'utf8'), 'precious');
    });

    for (const linked of ['02-database', '02-database/repositories', '.itlab']) {
      it(`writes nothing through ${linked}, however far above`, () => {
        const setting = begin(repositories);
        const { place, store, file } = setting;
        writeFileSync(file('tests/repositories.test.ts'), 'mine');
        const outside = join(scratch(), 'outside');
        if (linked === '.itlab') mkdirSync(outside);
        else renameSync(join(place.course, linked), outside);
        symlinkSync(outside, join(place.course, linked));
        const before = readTree(outside);
        for (const change of [
          () => changesToStarter(repositories, place.folder),
          () => changesToAnswer(repositories, place.folder, 'solution'),
        ]) {
          assert.throws(
            () => carryOut(store, place, 'reset', change()),
            (error) => isError('cannot-replace')(error) && /link to another folder/.test(String(error)),
          );
        }
        assert.deepEqual(readTree(outside), before);
      });
    }

    it('writes nothing through a folder that is a link', () => {
      const { place, store, file } = begin(repositories);
      const outside = scratch({ 'repositories.test.ts': 'precious' });
      rmSync(file('tests'), { recursive: true });
      symlinkSync(outside, file('tests'));
      assert.throws(
        () => carryOut(store, place, 'reset', changesToStarter(repositories, place.folder)),
        isError('cannot-replace'),
      );
      assert.equal(readFileSync(join(outside, 'repositories.test.ts'), 'utf8'), 'precious');
    });
  });
});
