import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
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
import { fileURLToPath } from 'node:url';
import { CourseError } from '../../../../src/course/courseError.ts';
import {
  gained,
  noProgress,
  progressDocument,
  progressOf,
  progressText,
  type Progress,
} from '../../../../src/course/progress/progress.ts';
import { ProgressFile } from '../../../../src/course/progress/progressFile.ts';
import { useScratch } from '../../../support/scratch.ts';

const at = '2026-01-01T08:00:00.000Z';
const completed = (key: string): Progress => gained(noProgress, key, { startedAt: at, completedAt: at });

describe('the progress file', () => {
  const scratch = useScratch();

  it('is made with its folder, and nothing else is left behind', async () => {
    const folder = join(scratch(), 'not', 'there');
    const file = new ProgressFile(join(folder, 'progress.json'));
    assert.deepEqual(file.read(), { progress: noProgress, trouble: null });
    await file.add(completed('one'));
    assert.deepEqual(file.read(), { progress: completed('one'), trouble: null });
    assert.deepEqual(readdirSync(folder), ['progress.json']);
  });

  it('is not written when it holds everything already', async () => {
    const path = join(scratch(), 'progress.json');
    const file = new ProgressFile(path);
    await file.add(completed('one'));
    utimesSync(path, 1, 1);
    await file.add(completed('one'));
    assert.equal(statSync(path).mtimeMs, 1000);
    await file.add(completed('two'));
    assert.notEqual(statSync(path).mtimeMs, 1000);
  });

  for (const [what, text, kind] of [
    ['a damaged file', '{"format":"integration-testing-lab.progress","vers', 'damaged'],
    ['an empty file', '', 'damaged'],
    [
      'the file of a newer version',
      JSON.stringify({ ...progressDocument(completed('old')), version: 9 }),
      'newer',
    ],
  ] as const) {
    it(`keeps ${what} aside, once, and goes on`, async () => {
      const folder = scratch({ 'progress.json': text });
      const file = new ProgressFile(join(folder, 'progress.json'));
      const { trouble } = file.read();
      assert.equal(trouble?.kind, kind);
      assert.equal(trouble.first, true);
      assert.equal(readFileSync(trouble.copy ?? '', 'utf8'), text);
      assert.equal(file.read().trouble?.first, false, 'it is told once');
      const { progress: all } = await file.add(completed('new'));
      assert.equal(progressOf(all, 'new').completedAt, at);
      assert.equal(progressOf(all, 'old').completedAt, kind === 'newer' ? at : null);
      assert.deepEqual(file.read(), { progress: all, trouble: null });
      assert.equal(readFileSync(trouble.copy ?? '', 'utf8'), text);
      assert.equal(readdirSync(folder).length, 2);
    });
  }

  it('refuses to write over what it could not read', async () => {
    const folder = scratch();
    // A link that leads to itself cannot be read by anyone, and could be replaced.
    symlinkSync('progress.json', join(folder, 'progress.json'));
    const file = new ProgressFile(join(folder, 'progress.json'));
    assert.equal(file.read().trouble?.kind, 'unreadable');
    await assert.rejects(
      file.add(completed('one')),
      (error: unknown) => error instanceof CourseError && error.code === 'progress-not-written',
    );
    assert.deepEqual(readdirSync(folder), ['progress.json'], 'no lock and no half file stays');
    assert.ok(lstatSync(join(folder, 'progress.json')).isSymbolicLink());
  });

  it('says so when there can be no folder for it', async () => {
    const file = new ProgressFile(join(scratch({ file: '' }), 'file', 'progress.json'));
    await assert.rejects(
      file.add(completed('one')),
      (error: unknown) => error instanceof CourseError && error.code === 'progress-not-written',
    );
  });

  it('says so when a folder lies where its lock belongs', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'progress.json.lock'));
    await assert.rejects(
      new ProgressFile(join(folder, 'progress.json')).add(completed('one')),
      (error: unknown) =>
        error instanceof CourseError &&
        error.code === 'progress-not-written' &&
        /progress\.json\.lock is no file; move it away/.test(error.message),
    );
    assert.deepEqual(readdirSync(folder), ['progress.json.lock']);
  });

  it('keeps a copy byte for byte, also of what is no text', async () => {
    const folder = scratch();
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0xc3, 0x7d]);
    writeFileSync(join(folder, 'progress.json'), bytes);
    const { trouble } = await new ProgressFile(join(folder, 'progress.json')).add(completed('one'));
    assert.ok(readFileSync(trouble?.copy ?? '').equals(bytes));
  });

  it('takes over the lock of a process that died', async () => {
    const folder = scratch({ 'progress.json.lock': '1' });
    utimesSync(join(folder, 'progress.json.lock'), 1, 1);
    await new ProgressFile(join(folder, 'progress.json')).add(completed('one'));
    assert.deepEqual(readdirSync(folder), ['progress.json']);
  });

  it('waits for another writer', async () => {
    const folder = scratch({ 'progress.json.lock': '1' });
    const adding = new ProgressFile(join(folder, 'progress.json')).add(completed('one'));
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(readdirSync(folder), ['progress.json.lock']);
    utimesSync(join(folder, 'progress.json.lock'), 1, 1);
    await adding;
  });

  it('loses nothing of two processes that write at once', async () => {
    const folder = scratch();
    const path = join(folder, 'progress.json');
    const modules = fileURLToPath(new URL('../../../../src/course/progress/', import.meta.url));
    const writer = `
      import { ProgressFile } from ${JSON.stringify(join(modules, 'progressFile.ts'))};
      import { gained, noProgress } from ${JSON.stringify(join(modules, 'progress.ts'))};
      const [path, name] = process.argv.slice(-2);
      for (let index = 0; index < 40; index++) {
        // Each time with nothing but the new entry: what is there already has to come from the file.
        await new ProgressFile(path).add(gained(noProgress, name + index, { startedAt: '${at}' }));
      }`;
    writeFileSync(join(folder, 'writer.mts'), writer);
    const codes = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const child = spawn(process.execPath, [join(folder, 'writer.mts'), path, name], { stdio: 'inherit' });
        const [code] = (await once(child, 'exit')) as [number | null];
        return code;
      }),
    );
    assert.deepEqual(codes, [0, 0]);
    const { progress, trouble } = new ProgressFile(path).read();
    assert.equal(trouble, null);
    assert.equal(progress.exercises.size, 80);
    assert.deepEqual(readdirSync(folder).sort(), ['progress.json', 'writer.mts']);
    assert.equal(readFileSync(path, 'utf8'), progressText(progress));
  }).timeout(60_000);
});
