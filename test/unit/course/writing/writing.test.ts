import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createWhole, prepare, writeAtomically } from '../../../../src/course/writing/atomicWrite.ts';
import { changeFile } from '../../../../src/course/writing/changeFile.ts';
import { isWaiting, sweep, waitingName } from '../../../../src/course/writing/leftovers.ts';
import { ownToken } from '../../../../src/course/writing/owner.ts';
import { replaceFile } from '../../../../src/course/writing/replaceFile.ts';
import {
  makeTemporaryFolder,
  sweepTemporaryFolders,
} from '../../../../src/course/writing/temporaryFolder.ts';
import { makePipe } from '../../../support/oddFiles.ts';
import { asSomebody } from '../../../support/otherUser.ts';
import { useScratch } from '../../../support/scratch.ts';

const bytes = Buffer.from('after\n');

function deadToken(): string {
  const [, place, number] = ownToken().split('-');
  return `${spawnSync(process.execPath, ['-e', '']).pid.toString(36)}-${place}-${number}`;
}

describe('writing a file', () => {
  const scratch = useScratch();

  it('keeps the mode of the file in whose place it comes', function () {
    if (process.platform === 'win32') this.skip();
    const file = join(scratch({ file: 'before\n' }), 'file');
    for (const mode of [0o600, 0o755, 0o444]) {
      chmodSync(file, mode);
      writeAtomically(file, bytes);
      assert.equal(statSync(file).mode & 0o777, mode);
    }
    prepare(file, { kind: 'file', bytes, mode: 0o640 }).commit();
    assert.equal(statSync(file).mode & 0o777, 0o640);
  });

  it('of somebody else leaves it theirs', function () {
    if (process.getuid?.() !== 0) this.skip();
    const file = join(scratch({ file: 'before\n' }), 'file');
    execFileSync('chown', ['12345:54321', file]);
    writeAtomically(file, bytes);
    const { uid, gid } = statSync(file);
    assert.deepEqual({ uid, gid }, { uid: 12345, gid: 54321 });
  });

  it('creates one whole, and never over anything', () => {
    const folder = scratch({ there: 'mine\n', empty: '' });
    symlinkSync('nowhere', join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    for (const name of ['there', 'empty', 'link', 'folder']) {
      assert.equal(createWhole(join(folder, name), bytes), false);
    }
    assert.equal(readFileSync(join(folder, 'there'), 'utf8'), 'mine\n');
    assert.equal(readFileSync(join(folder, 'empty'), 'utf8'), '');
    assert.equal(createWhole(join(folder, 'deep/er/new'), bytes), true);
    assert.equal(readFileSync(join(folder, 'deep/er/new'), 'utf8'), 'after\n');
    assert.deepEqual(readdirSync(folder).sort(), ['deep', 'empty', 'folder', 'link', 'there']);
    assert.deepEqual(readdirSync(join(folder, 'deep/er')), ['new']);
  });

  it('creates none over what comes while it is written', () => {
    const folder = scratch();
    const file = join(folder, 'file');
    const racing = Buffer.from('after\n');
    Object.defineProperty(racing, 'length', {
      get() {
        writeFileSync(file, 'mine\n');
        return 6;
      },
    });
    assert.equal(createWhole(file, racing), false);
    assert.equal(readFileSync(file, 'utf8'), 'mine\n');
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('changes what it was asked to change, or nothing', () => {
    const folder = scratch({ file: 'before\n' });
    const file = join(folder, 'file');
    assert.equal(replaceFile(file, Buffer.from('another\n'), bytes), false);
    assert.equal(readFileSync(file, 'utf8'), 'before\n');
    assert.equal(replaceFile(file, Buffer.from('before\n'), bytes), true);
    assert.equal(readFileSync(file, 'utf8'), 'after\n');
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('follows a link that a user names', function () {
    if (process.platform === 'win32') this.skip();
    const folder = scratch({ 'real/file': 'before\n' });
    symlinkSync('real/file', join(folder, 'link'));
    replaceFile(join(folder, 'link'), null, bytes);
    assert.ok(lstatSync(join(folder, 'link')).isSymbolicLink());
    assert.equal(readFileSync(join(folder, 'real/file'), 'utf8'), 'after\n');
  });

  it('does not replace what may not be written', async function () {
    const folder = scratch({ file: 'before\n' });
    chmodSync(folder, 0o777);
    chmodSync(join(folder, 'file'), 0o444);
    const tried = await asSomebody(() =>
      assert.throws(() => replaceFile(join(folder, 'file'), null, bytes), /EACCES/),
    );
    if (!tried) this.skip();
    assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'before\n');
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('writes into a pipe instead of replacing it', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = scratch();
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const module = new URL('../../../../src/course/writing/replaceFile.ts', import.meta.url).href;
    const program = `import(${JSON.stringify(module)}).then(({ replaceFile }) => replaceFile(process.argv[1], null, Buffer.from('after')))`;
    const both = 'node -e "$1" "$2" & cat "$2"; wait; node -e "$1" /dev/stdout | cat';
    const printed = execFileSync(
      'sh',
      ['-c', both.replaceAll('node ', `'${process.execPath}' `), 'sh', program, join(folder, 'pipe')],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(printed, 'afterafter');
    assert.ok(lstatSync(join(folder, 'pipe')).isFIFO());
  }).timeout(20_000);

  it('takes nothing away that came in between, also without a lock', async () => {
    const folder = scratch({ file: 'a' });
    const file = join(folder, 'file');
    const asked: string[] = [];
    await changeFile(file, (before) => {
      asked.push(String(before));
      // Another one who did not wait.
      if (asked.length === 1) writeFileSync(file, 'ab');
      return Buffer.from(`${String(before)}c`);
    });
    assert.deepEqual(asked, ['a', 'ab']);
    assert.equal(readFileSync(file, 'utf8'), 'abc');
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('waits at no pipe in the place of one that several processes change', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(scratch(), 'file');
    makePipe(file);
    await assert.rejects(
      changeFile(file, () => bytes),
      { code: 'not-readable' },
    );
    assert.ok(lstatSync(file).isFIFO());
  });
});

describe('what killed processes leave', () => {
  const scratch = useScratch();

  it('goes when somebody writes beside it, and nothing else does', () => {
    const old = `.itlab-${'0a'.repeat(6)}.tmp`;
    const young = `.itlab-${'0b'.repeat(6)}.tmp`;
    const dead = `.itlab-${deadToken()}.tmp`;
    const living = waitingName();
    const theirs = ['.itlab-notes.tmp', '.itlab-.tmp', 'x.tmp', `${dead}.txt`, `a${dead}`];
    const folder = scratch(
      Object.fromEntries([old, young, dead, living, ...theirs].map((name) => [name, 'x'])),
    );
    utimesSync(join(folder, old), 1, 1);
    assert.ok([old, young, dead, living].every(isWaiting));
    writeAtomically(join(folder, 'file'), bytes);
    assert.deepEqual(readdirSync(folder).sort(), [young, living, ...theirs, 'file'].sort());
  });

  it('goes as a folder, too', () => {
    const folder = scratch();
    mkdirSync(join(folder, `.itlab-${deadToken()}.tmp/inner`), { recursive: true });
    sweep(folder);
    assert.deepEqual(readdirSync(folder), []);
    sweep(join(folder, 'gone'));
  });

  it('in the place for temporary files goes, but for what lives or is somebody else’s', async () => {
    const place = scratch();
    const own = makeTemporaryFolder(place);
    assert.equal(statSync(own).mode & 0o777, process.platform === 'win32' ? 0o666 : 0o700);
    const dead = `itlab-${deadToken()}`;
    mkdirSync(join(place, dead, 'inner'), { recursive: true });
    writeFileSync(join(place, dead, 'inner/file'), 'x');
    writeFileSync(join(place, `itlab-${deadToken()}`), 'no folder');
    mkdirSync(join(place, 'itlab-mine'));
    const elsewhere = scratch({ precious: 'precious' });
    symlinkSync(elsewhere, join(place, `itlab-${deadToken()}`));
    const before = readdirSync(place).length;
    await sweepTemporaryFolders(place);
    assert.equal(existsSync(join(place, dead)), false);
    assert.equal(readdirSync(place).length, before - 1);
    assert.ok(existsSync(join(elsewhere, 'precious')));
    assert.ok(existsSync(own));
  });

  it('goes with the next run', async () => {
    const place = scratch();
    mkdirSync(join(place, `itlab-${deadToken()}`));
    const own = makeTemporaryFolder(place);
    while (readdirSync(place).length > 1) await delay(5);
    assert.equal(join(place, readdirSync(place)[0] ?? ''), own);
  }).timeout(20_000);
});
