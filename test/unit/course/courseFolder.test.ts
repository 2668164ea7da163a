import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { courseFolderOf, shippedFiles, startCourse } from '../../../src/course/courseFolder.ts';
import { noteAsOurs, readCourseRecord, recordPath, textSum } from '../../../src/course/courseRecord.ts';
import { incompleteFiles } from '../../../src/course/doctor/incompleteFiles.ts';
import { CourseError } from '../../../src/course/courseError.ts';
import { toolchainPackages, toolchainTypes, type Installation } from '../../../src/course/installation.ts';
import { linkToolchain } from '../../../src/course/toolchainLinks.ts';
import { sourceInstallation, useScratch, writeFiles } from '../../support/scratch.ts';

const run = promisify(execFile);

describe('the course folder', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const catalog = loadCatalog(sourceInstallation.lessons);

  /** A small toolchain of the shipped layout: packages by name, a dependency beside them. */
  function smallToolchain(): Installation {
    const toolchain = scratch();
    for (const name of [...toolchainPackages, ...toolchainTypes, 'a-dependency']) {
      writeFiles(join(toolchain, 'node_modules', name), {
        'package.json': JSON.stringify({ name, version: '1.0.0' }),
        'index.js': 'module.exports = 1;\n',
      });
    }
    return { ...sourceInstallation, toolchain };
  }

  it('holds every starter, what a plain mocha needs, and a link per package', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const { created, kept, links } = await startCourse(folder, catalog, installation);
    assert.deepEqual(kept, []);
    assert.ok(created.includes('.github/workflows/grade.yml'));
    assert.ok(created.includes('02-database/repositories/src/users.ts'));
    assert.ok(created.includes('02-database/repositories/tests/repositories.test.ts'));
    assert.ok(
      !created.some((path) => /fault|variant|solution|weak|dirty|probe/.test(path)),
      created.join('\n'),
    );
    assert.deepEqual(links, { type: 'linked', mended: toolchainPackages.length + toolchainTypes.length });
    assert.equal(lstatSync(join(folder, 'node_modules')).isSymbolicLink(), false);
    assert.equal(lstatSync(join(folder, 'node_modules/@types')).isSymbolicLink(), false);
    assert.ok(lstatSync(join(folder, 'node_modules/@types/mocha')).isSymbolicLink());
    assert.equal(courseFolderOf(join(folder, '02-database/repositories/tests')), folder);
  });

  it('is no course yet when its creation was cancelled, and goes on from there', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const abort = new AbortController();
    const counts: [number, number][] = [];
    const begun = await startCourse(folder, catalog, installation, {
      signal: abort.signal,
      onProgress: (done, total) => {
        counts.push([done, total]);
        if (done === 7) abort.abort();
      },
    });
    assert.equal(begun.cancelled, true);
    assert.equal(begun.created.length, 7);
    const record = readCourseRecord(folder);
    // Said before it was done, so that it is known whoever comes next.
    for (const path of begun.created) {
      assert.equal(record.begun.get(path), textSum(readFileSync(join(folder, path), 'utf8')));
    }
    assert.equal(courseFolderOf(folder), null);
    const first = join(folder, begun.created[6] ?? '');
    writeFileSync(first, 'what I wrote meanwhile');
    const { created, kept, cancelled } = await startCourse(folder, catalog, installation);
    assert.equal(cancelled, false);
    assert.deepEqual(kept, begun.created);
    assert.equal(created.length + kept.length, counts[0]?.[1]);
    assert.equal(created.at(-1), 'itlab.json');
    assert.equal(readFileSync(first, 'utf8'), 'what I wrote meanwhile');
    assert.equal(courseFolderOf(folder), folder);
  });

  it('finishes what it was stopped in, and nothing that a learner has cut off', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const [half, empty, whole, mine] = [
      '02-database/repositories/src/users.ts',
      '02-database/repositories/tests/repositories.test.ts',
      '02-database/repositories/src/database.ts',
      '03-isolation/registration/tests/registration.test.ts',
    ] as const;
    await startCourse(folder, catalog, installation);
    const text = (path: string): string => readFileSync(join(folder, path), 'utf8');
    const before = new Map([half, empty, whole, mine].map((path) => [path, text(path)]));
    const { files } = readCourseRecord(folder);
    // As it is when the power goes while the course is being created.
    const begun = [half, empty, whole].map((path) => [path, files.get(path)] as const);
    const left = [...files].filter(([path]) => !begun.some(([one]) => one === path));
    writeFileSync(
      join(folder, recordPath),
      JSON.stringify({ format: 1, files: Object.fromEntries(left), begun: Object.fromEntries(begun) }),
    );
    rmSync(join(folder, 'itlab.json'));
    writeFileSync(join(folder, half), text(half).slice(0, 40));
    writeFileSync(join(folder, empty), '');
    writeFileSync(join(folder, mine), '');
    assert.deepEqual(incompleteFiles(folder, catalog, installation).cut, [half, empty]);
    const { created } = await startCourse(folder, catalog, installation);
    assert.deepEqual(created, [half, empty, 'itlab.json']);
    for (const path of [half, empty, whole]) assert.equal(text(path), before.get(path));
    assert.equal(text(mine), '');
    const record = readCourseRecord(folder);
    assert.deepEqual(record.files, files);
    assert.equal(record.begun.size, 0);
  });

  it('finishes a given file that an earlier version left empty, but none that it once had written', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const [left, shortened] = [
      '02-database/repositories/src/users.ts',
      '02-database/repositories/src/database.ts',
    ];
    await startCourse(folder, catalog, installation);
    const record = readCourseRecord(folder);
    // What was not whole was in no record.
    const files = Object.fromEntries([...record.files].filter(([path]) => path !== left));
    writeFileSync(join(folder, recordPath), JSON.stringify({ format: 1, files }));
    for (const path of [left, shortened]) writeFileSync(join(folder, path), '');
    const incomplete = incompleteFiles(folder, catalog, installation);
    assert.deepEqual(incomplete, { given: [], learners: [], cut: [left], shortened: [shortened], empty: [] });
    assert.deepEqual((await startCourse(folder, catalog, installation)).created, [left]);
    assert.equal(readFileSync(join(folder, shortened), 'utf8'), '');
    assert.deepEqual(readCourseRecord(folder), record);
  });

  it('knows what is empty since an earlier version was stopped, and what a learner has emptied', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const suite = '02-database/repositories/tests/repositories.test.ts';
    const mine = '03-isolation/registration/tests/registration.test.ts';
    await startCourse(folder, catalog, installation);
    const { files } = readCourseRecord(folder);
    const left = [...files].filter(([path]) => path !== suite && path !== 'package.json');
    writeFileSync(join(folder, recordPath), JSON.stringify({ format: 1, files: Object.fromEntries(left) }));
    for (const path of [suite, mine, 'package.json', 'tsconfig.json']) writeFileSync(join(folder, path), '');
    const { shortened, empty, ...others } = incompleteFiles(folder, catalog, installation);
    assert.deepEqual({ shortened, empty }, { shortened: [suite], empty: ['package.json'] });
    assert.deepEqual(others, { given: [], learners: [], cut: [] });
    // Nobody knows that they are not the learner's.
    assert.deepEqual((await startCourse(folder, catalog, installation)).created, []);
  });

  it('that an older version began is updated like any other', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const [older, changed] = [
      '02-database/repositories/src/users.ts',
      '02-database/repositories/src/database.ts',
    ];
    writeFiles(folder, { [older]: '// older\n', [changed]: '// changed by me\n' });
    const begun = { [older]: textSum('// older\n'), [changed]: textSum('// older\n') };
    writeFiles(folder, { [recordPath]: JSON.stringify({ format: 1, files: {}, begun }) });
    const { kept } = await startCourse(folder, catalog, installation);
    assert.deepEqual(new Set(kept), new Set([older, changed]));
    const record = readCourseRecord(folder);
    assert.equal(record.files.get(older), textSum('// older\n'));
    assert.equal(record.files.has(changed), false);
    assert.equal(record.begun.size, 0);
  });

  it('records what another start has created that did not come to its end', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const shipped = shippedFiles(catalog, installation);
    const [last = ''] = [...shipped.keys()].filter((one) => one !== 'itlab.json').slice(-1);
    const { kept } = await startCourse(folder, catalog, installation, {
      onProgress: (done) => done === 1 && writeFiles(folder, { [last]: shipped.get(last) ?? '' }),
    });
    assert.deepEqual(kept, [last]);
    assert.equal(readCourseRecord(folder).files.get(last), textSum(shipped.get(last) ?? ''));
  });

  it('leaves the record of a newer version alone', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const newer = JSON.stringify({ format: 2, all: 'different' });
    writeFiles(folder, { [recordPath]: newer });
    await startCourse(folder, catalog, installation);
    assert.equal(readFileSync(join(folder, recordPath), 'utf8'), newer);
  });

  it('is whole, and so is its record, when two create it at once', async () => {
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    const urls = ['courseFolder', 'catalog'].map(
      (name) => new URL(`../../../src/course/${name}.ts`, import.meta.url).href,
    );
    const program = `
      const [{ startCourse }, { loadCatalog }] = await Promise.all(${JSON.stringify(urls)}.map((url) => import(url)));
      const [folder, installation] = process.argv.slice(1);
      const { lessons } = JSON.parse(installation);
      await startCourse(folder, loadCatalog(lessons), JSON.parse(installation));`;
    await Promise.all(
      [1, 2].map(() =>
        run(process.execPath, ['--input-type=module', '-e', program, folder, JSON.stringify(installation)]),
      ),
    );
    const shipped = shippedFiles(catalog, installation);
    const { files, begun } = readCourseRecord(folder);
    assert.deepEqual([...files.keys()].sort(), [...shipped.keys()].sort());
    assert.equal(begun.size, 0);
    for (const [path, text] of shipped) assert.equal(readFileSync(join(folder, path), 'utf8'), text);
    assert.deepEqual(readdirSync(join(folder, '.itlab')).sort(), ['created.json', 'tmp']);
    assert.deepEqual(readdirSync(join(folder, '.itlab/tmp')), []);
  });

  for (const linked of [
    '02-database',
    '02-database/repositories',
    '02-database/repositories/src',
    '.github',
    '.itlab',
  ]) {
    it(`writes nothing through a link in place of ${linked}`, async () => {
      const installation = smallToolchain();
      const folder = join(scratch(), 'course');
      const outside = scratch({ precious: 'precious' });
      mkdirSync(dirname(join(folder, linked)), { recursive: true });
      symlinkSync(outside, join(folder, linked), 'junction');
      await assert.rejects(
        startCourse(folder, catalog, installation),
        (error) =>
          error instanceof CourseError &&
          error.code === 'cannot-write' &&
          /is a link to another/.test(error.message),
      );
      assert.deepEqual(readdirSync(outside), ['precious']);
      assert.equal(courseFolderOf(folder), null);
      if (linked !== '.itlab') return;
      await assert.rejects(noteAsOurs(folder, [['README.md', 'x']]), /is a link to another folder/);
      assert.deepEqual(readdirSync(outside), ['precious']);
    });
  }

  it('may lie behind a link itself', async () => {
    const installation = smallToolchain();
    const [outside, place] = [scratch(), scratch()];
    symlinkSync(outside, join(place, 'course'), 'junction');
    await startCourse(join(place, 'course'), catalog, installation);
    assert.equal(courseFolderOf(outside), outside);
  });

  it('mends links that dangle, as after an update of the extension', async () => {
    const folder = join(scratch(), 'course');
    const first = smallToolchain();
    await startCourse(folder, catalog, first);
    rmSync(first.toolchain, { recursive: true });
    const second = smallToolchain();
    const outcome = linkToolchain(folder, second);
    assert.equal(outcome.type, 'linked');
    assert.equal(
      readlinkSync(join(folder, 'node_modules/nock')).replace(/[\\/]$/, ''),
      join(second.toolchain, 'node_modules', 'nock'),
    );
    assert.deepEqual(linkToolchain(folder, second), { type: 'linked', mended: 0 });
  });

  it('leaves node_modules alone once it holds anything else', async () => {
    for (const spoil of [
      (modules: string) => mkdirSync(join(modules, 'left-pad')),
      (modules: string) => writeFileSync(join(modules, '.package-lock.json'), '{}'),
      (modules: string) => symlinkSync(dirname(modules), join(modules, '@types', 'own')),
    ]) {
      const folder = join(scratch(), 'course');
      const installation = smallToolchain();
      await startCourse(folder, catalog, installation);
      rmSync(join(folder, 'node_modules/nock'));
      spoil(join(folder, 'node_modules'));
      assert.deepEqual(linkToolchain(folder, installation), { type: 'left-alone' });
      assert.equal(existsSync(join(folder, 'node_modules/nock')), false);
    }
  });

  it('names a package of the toolchain that is missing', () => {
    const installation = smallToolchain();
    rmSync(join(installation.toolchain, 'node_modules/nock'), { recursive: true });
    assert.throws(
      () => linkToolchain(scratch(), installation),
      (error) =>
        error instanceof CourseError && error.code === 'toolchain-missing' && /nock/.test(error.message),
    );
  });

  it('survives npm install and npm ci: the toolchain stays byte for byte', async function () {
    if (process.platform === 'win32') this.skip();
    const installation = smallToolchain();
    const folder = join(scratch(), 'course');
    await startCourse(folder, catalog, installation);
    const before = digest(installation.toolchain);
    // What npm does to node_modules is the same for any package: one from a folder needs no registry.
    const local = scratch({ 'package.json': JSON.stringify({ name: '@types/local', version: '1.0.0' }) });
    const manifest = {
      name: 'course',
      private: true,
      type: 'module',
      dependencies: { '@types/local': `file:${local}` },
    };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
    const npm = (...args: string[]) =>
      run('npm', [...args, '--offline', '--no-audit', '--no-fund', '--install-links'], { cwd: folder });
    await npm('install');
    assert.equal(digest(installation.toolchain), before, 'after npm install');
    linkToolchain(folder, installation);
    await npm('ci');
    assert.equal(digest(installation.toolchain), before, 'after npm ci');
    assert.ok(existsSync(join(folder, 'node_modules/@types/local/package.json')));
  });
});

function digest(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort()) {
    hash.update(entry).update(readFileSync(entry));
  }
  return hash.digest('hex');
}
