import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  accessSync,
  constants,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { loadCatalog } from '../../../../src/course/catalog.ts';
import { startCourse } from '../../../../src/course/courseFolder.ts';
import { full, spaceComplaint, tight } from '../../../../src/course/doctor/checks/diskSpace.ts';
import { remoteKind } from '../../../../src/course/doctor/checks/fileSystem.ts';
import { pathComplaint } from '../../../../src/course/doctor/checks/pathNames.ts';
import { lookAtPlace } from '../../../../src/course/doctor/checks/temporaryFolder.ts';
import { allChecks, examine, type TitledFinding } from '../../../../src/course/doctor/examine.ts';
import type { Finding, Patient } from '../../../../src/course/doctor/finding.ts';
import { recordPath } from '../../../../src/course/courseRecord.ts';
import { isFileMend, mend } from '../../../../src/course/doctor/mend.ts';
import { reportText } from '../../../../src/course/doctor/report.ts';
import { toolchainPackages, toolchainTypes, type Installation } from '../../../../src/course/installation.ts';
import { inEnglish } from '../../../../src/course/sentence.ts';
import { addSchemas, sourceInstallation, useScratch, writeFiles } from '../../../support/scratch.ts';
import { sampleCourse } from '../../../support/sampleCourse.ts';

describe('the doctor', function () {
  this.timeout(60_000);
  const scratch = useScratch();

  /** The sample course with a toolchain whose packages are links to the real ones. */
  function installed(): Installation {
    const lessons = scratch(sampleCourse());
    addSchemas(lessons);
    const toolchain = scratch({ 'package.json': '{}' });
    for (const name of [...toolchainPackages, ...toolchainTypes]) {
      const target = join(toolchain, 'node_modules', name);
      mkdirSync(join(target, '..'), { recursive: true });
      symlinkSync(join(sourceInstallation.toolchain, 'node_modules', name), target, 'junction');
    }
    return { ...sourceInstallation, lessons, toolchain };
  }

  async function healthy(): Promise<Patient & { readonly courseFolder: string }> {
    const installation = installed();
    const courseFolder = join(scratch(), 'course');
    await startCourse(courseFolder, loadCatalog(installation.lessons), installation);
    return {
      installation,
      courseFolder,
      nodePath: undefined,
      trusted: true,
      otherTestExtensions: [],
      ownFolders: [],
    };
  }

  /** What is not right, as `health title: what`. */
  async function complaints(patient: Patient): Promise<string[]> {
    return (await examine(patient))
      .filter(({ health }) => health !== 'ok')
      .map(({ health, title, what }) => `${health} ${title}: ${what}`);
  }

  async function only(
    patient: Patient,
  ): Promise<TitledFinding & { health: 'information' | 'warning' | 'problem' }> {
    const found = (await examine(patient)).filter((finding) => finding.health !== 'ok');
    assert.equal(found.length, 1, reportText(found));
    const [first] = found;
    assert.ok(first);
    return first;
  }

  it('finds nothing wrong with a course that was just started, and changes nothing', async () => {
    const patient = await healthy();
    const before = readdirSync(patient.courseFolder).sort();
    assert.deepEqual(await complaints(patient), []);
    assert.deepEqual(readdirSync(patient.courseFolder).sort(), before);
    const titles = new Set((await examine(patient)).map(({ title }) => title));
    assert.deepEqual(titles, new Set(allChecks.map(({ title }) => inEnglish(title))));
  });

  it('counts, and ends when it is cancelled', async () => {
    const abort = new AbortController();
    const counts: string[] = [];
    const patient = { ...(await healthy()), signal: abort.signal };
    const found = await examine(patient, (done, total) => {
      counts.push(`${done}/${total}`);
      if (done === 2) abort.abort();
    });
    assert.deepEqual(
      counts,
      [0, 1, 2].map((done) => `${done}/${allChecks.length}`),
    );
    assert.equal(found.length, 2);
  });

  it('tells of a check that fails, and goes on', async () => {
    const broken = {
      title: { template: 'Broken', args: [] },
      needsCourse: false,
      acts: false,
      look: () => {
        throw new Error('no such thing');
      },
    };
    const found = await examine(await healthy(), undefined, [broken, ...allChecks.slice(0, 1)]);
    assert.match(found[0]?.what ?? '', /no such thing/);
    assert.equal(found[1]?.health, 'ok');
  });

  describe('Node', () => {
    it('is told when it cannot be started', async () => {
      const found = await only({ ...(await healthy()), nodePath: '/nowhere/node' });
      assert.equal(found.health, 'problem');
      assert.match(found.what, /\/nowhere\/node could not be started as Node/);
      assert.deepEqual(found.mends, ['use-editors-node', 'choose-node']);
    });

    it('is told when it is too old', async function () {
      if (process.platform === 'win32') this.skip();
      const node = join(scratch({ node: '#!/bin/sh\necho 20.19.0\n' }), 'node');
      chmodSync(node, 0o755);
      const found = await only({ ...(await healthy()), nodePath: node });
      assert.match(found.what, /is Node 20\.19\.0, but tests need Node 22\.15 or newer/);
    });
  });

  describe('the packages', () => {
    it('are told when the extension lacks one', async () => {
      const patient = await healthy();
      rmSync(join(patient.installation.toolchain, 'node_modules', 'hono'));
      const found = (await examine(patient)).find(({ title }) => title === 'Packages of the extension');
      assert.equal(found?.health, 'problem');
      assert.match(found?.what ?? '', /node_modules\/hono|node_modules\\hono/);
    });

    it('are told when the driver is for another machine', async () => {
      const patient = await healthy();
      const driver = join(patient.installation.toolchain, 'node_modules', 'better-sqlite3');
      rmSync(driver);
      writeFiles(driver, {
        'package.json': '{ "name": "better-sqlite3", "version": "12.0.0" }',
        'index.js': "throw new Error('wrong ELF class: ELFCLASS32\\nand more');",
      });
      const found = (await examine(patient)).find(({ title }) => title === 'SQLite');
      assert.equal(found?.health, 'problem');
      assert.match(found?.what ?? '', /does not work in Node .*: wrong ELF class: ELFCLASS32$/);
    });

    it('are told when the driver ends the process', async () => {
      const patient = await healthy();
      const driver = join(patient.installation.toolchain, 'node_modules', 'better-sqlite3');
      rmSync(driver);
      writeFiles(driver, {
        'package.json': '{ "name": "better-sqlite3", "version": "12.0.0" }',
        'index.js': 'process.abort();',
      });
      const found = (await examine(patient)).find(({ title }) => title === 'SQLite');
      assert.match(found?.what ?? '', process.platform === 'win32' ? /./ : /was ended by SIGABRT/);
    });
  });

  describe('links to packages', () => {
    it('are mended when they are missing or dangle', async () => {
      const patient = await healthy();
      const modules = join(patient.courseFolder, 'node_modules');
      rmSync(join(modules, 'nock'));
      rmSync(join(modules, 'mocha'));
      symlinkSync('/gone/node_modules/mocha', join(modules, 'mocha'), 'junction');
      // With this the folder counts as somebody's own, which must not keep the rest from being mended.
      writeFiles(modules, { 'left-pad/package.json': '{}' });
      const found = await only(patient);
      assert.match(found.what, /mocha, nock/);
      assert.deepEqual(found.mends, ['link-packages']);
      assert.match(
        inEnglish(await mend('link-packages', patient.courseFolder, patient.installation)),
        /^Packages linked into .*: 2\./,
      );
      assert.deepEqual(await complaints(patient), []);
      assert.equal(
        readlinkSync(join(modules, 'mocha')).replace(/[\\/]$/, ''),
        join(patient.installation.toolchain, 'node_modules', 'mocha'),
      );
      assert.ok(existsSync(join(modules, 'left-pad/package.json')));
    });

    it('are told when another version lies in their place, which stays', async () => {
      const patient = await healthy();
      const modules = join(patient.courseFolder, 'node_modules');
      rmSync(join(modules, 'nock'));
      writeFiles(modules, { 'nock/package.json': '{ "name": "nock", "version": "13.0.0" }' });
      const found = await only(patient);
      assert.match(found.what, /nock 13\.0\.0 \(here: \d+\./);
      assert.deepEqual(found.mends, []);
      assert.match(
        inEnglish(await mend('link-packages', patient.courseFolder, patient.installation)),
        /^Packages linked into .*: 0\./,
      );
      assert.equal(lstatSync(join(modules, 'nock')).isSymbolicLink(), false);
    });

    it('are left alone where node_modules is a link', async () => {
      const patient = await healthy();
      const modules = join(patient.courseFolder, 'node_modules');
      rmSync(modules, { recursive: true });
      const elsewhere = scratch();
      symlinkSync(elsewhere, modules, 'junction');
      assert.match((await only(patient)).what, /is a link to another folder/);
      await mend('link-packages', patient.courseFolder, patient.installation);
      assert.deepEqual(readdirSync(elsewhere), []);
    });
  });

  describe('links to packages behind another link', () => {
    it('are left alone, and told', async () => {
      const patient = await healthy();
      const scope = join(patient.courseFolder, 'node_modules/@types');
      rmSync(scope, { recursive: true });
      const elsewhere = scratch();
      symlinkSync(elsewhere, scope, 'junction');
      const found = await only(patient);
      assert.match(found.what, /^node_modules\/@types is a link to another folder/);
      assert.deepEqual(found.mends, []);
      await mend('link-packages', patient.courseFolder, patient.installation);
      assert.deepEqual(readdirSync(elsewhere), []);
    });
  });

  describe('the course folder', () => {
    it('may be missing', async () => {
      const found = await only({ ...(await healthy()), courseFolder: null });
      assert.equal(found.health, 'information');
      assert.deepEqual(found.mends, ['start-course']);
    });

    it('is told when its marker is broken', async () => {
      const patient = await healthy();
      const marker = join(patient.courseFolder, 'itlab.json');
      for (const [text, expected] of [
        ['{ "course":', /cannot be read/],
        ['{}', /names no version/],
        ['{ "version": 99 }', /is of version 99; this extension knows version 1/],
      ] as const) {
        writeFileSync(marker, text);
        assert.match((await only(patient)).what, expected);
      }
    });

    it('is told when it cannot be written', async function () {
      if (process.platform === 'win32') this.skip();
      const patient = await healthy();
      const { lessons, toolchain } = patient.installation;
      for (const folder of [join(patient.courseFolder, '..'), lessons, toolchain]) chmodSync(folder, 0o755);
      chmodSync(patient.courseFolder, 0o555);
      try {
        const found = asSomebodyElse(patient);
        assert.deepEqual(
          found.filter(({ health }) => health !== 'ok').map(({ title }) => title),
          ['Course folder'],
        );
        assert.match(
          found.find(({ title }) => title === 'Course folder')?.what ?? '',
          /cannot be written: EACCES/,
        );
      } finally {
        chmodSync(patient.courseFolder, 0o755);
      }
    });

    it('gets missing files back, and keeps the others', async () => {
      const patient = await healthy();
      const exercise = join(patient.courseFolder, '01-sample/notes');
      const system = readFileSync(join(exercise, 'src/notes.ts'), 'utf8');
      rmSync(join(exercise, 'src'), { recursive: true });
      writeFileSync(join(exercise, 'tests/notes.test.ts'), '// mine');
      const found = await only(patient);
      assert.equal(found.health, 'warning');
      assert.match(found.what, /01-sample\/notes\/src\/notes\.ts/);
      assert.match(
        inEnglish(await mend('restore-files', patient.courseFolder, patient.installation)),
        /^Files created in .*: 1; left as they were: \d+\.$/,
      );
      assert.equal(readFileSync(join(exercise, 'src/notes.ts'), 'utf8'), system);
      assert.equal(readFileSync(join(exercise, 'tests/notes.test.ts'), 'utf8'), '// mine');
      assert.deepEqual(await complaints(patient), []);
    });

    it('gets files finished that were not written to the end', async () => {
      const patient = await healthy();
      const [system, mine] = ['src/notes.ts', 'tests/notes.test.ts'].map((path) =>
        join(patient.courseFolder, '01-sample/notes', path),
      ) as [string, string];
      const text = readFileSync(system, 'utf8');
      writeFileSync(mine, '');
      writeFileSync(system, text.slice(0, 10));
      const shortened = await only(patient);
      assert.equal(shortened.health, 'information');
      assert.match(shortened.what, /^Only the beginning is there: 01-sample\/notes\/src\/notes\.ts\.$/);
      // As earlier versions left it, whose record had what was whole.
      const record = join(patient.courseFolder, recordPath);
      const { files } = JSON.parse(readFileSync(record, 'utf8')) as { files: Record<string, string> };
      delete files['01-sample/notes/src/notes.ts'];
      writeFileSync(record, JSON.stringify({ format: 1, files }));
      const found = await only(patient);
      assert.match(found.what, /^Not written to the end: 01-sample\/notes\/src\/notes\.ts\.$/);
      assert.deepEqual(found.mends, ['restore-files']);
      assert.match(
        inEnglish(await mend('restore-files', patient.courseFolder, patient.installation)),
        /^Files created in .*: 1; /,
      );
      assert.equal(readFileSync(system, 'utf8'), text);
      assert.equal(readFileSync(mine, 'utf8'), '');
      assert.deepEqual(await complaints(patient), []);
    });

    it('is not blamed for what a learner has removed of their own', async () => {
      const patient = await healthy();
      rmSync(join(patient.courseFolder, '01-sample/notes/tests/notes.test.ts'));
      const found = await only(patient);
      assert.equal(found.health, 'information');
      assert.match(found.why, /on purpose/);
    });

    it('is told when the lessons are broken', async () => {
      const patient = await healthy();
      writeFileSync(join(patient.installation.lessons, '01-sample/exercises/notes/exercise.json'), '{');
      const found = await only(patient);
      assert.equal(found.health, 'problem');
      assert.match(found.what, /not valid JSON/);
      assert.deepEqual(found.mends, ['show-extension']);
    });
  });

  describe('the place of temporary files', () => {
    it('is told when it is not there', async () => {
      const [found] = await lookAtPlace(join(scratch(), 'gone'));
      assert.equal(found?.health, 'problem');
      assert.match(told(found), /No file can be made in .*gone: ENOENT/);
    });

    it('is told when its path is too long for sockets', async function () {
      if (process.platform === 'win32') this.skip();
      const place = join(scratch(), 'ü'.repeat(40));
      mkdirSync(place);
      const [found] = await lookAtPlace(place);
      assert.equal(found?.health, 'warning');
      assert.match(told(found), /has \d\d+ bytes/);
      const onWindows = await lookAtPlace(place, 'win32');
      assert.deepEqual(
        onWindows.map(({ health }) => health),
        ['ok'],
        'sockets have no such paths there',
      );
      assert.deepEqual(readdirSync(place), []);
    });

    it('is told when no program can be started from it', async function () {
      const place = process.platform === 'linux' ? withoutPrograms() : undefined;
      if (place === undefined) this.skip();
      const [found] = await lookAtPlace(place);
      assert.match(told(found), /Programs cannot be started from/);
    });
  });

  it('starts and writes nothing where it is not trusted', async () => {
    const node = join(scratch({ node: '#!/bin/sh\ntouch "$0.ran"\n' }), 'node');
    chmodSync(node, 0o755);
    const found = await examine({ ...(await healthy()), trusted: false, nodePath: node });
    assert.equal(existsSync(`${node}.ran`), false);
    const untold = found.filter(({ what }) => what.startsWith('Not looked at')).map(({ title }) => title);
    assert.deepEqual(
      untold,
      allChecks.filter(({ acts }) => acts).map(({ title }) => inEnglish(title)),
    );
    assert.equal(found.find(({ title }) => title === 'Trust')?.health, 'warning');
  });

  it('names other extensions that run the same tests', async () => {
    const found = await only({ ...(await healthy()), otherTestExtensions: ['Mocha Test Explorer'] });
    assert.equal(found.health, 'information');
    assert.match(found.what, /Mocha Test Explorer/);
  });

  it('says of tests of the own projects why they are read, or are not', async () => {
    const of = (files: Record<string, string>): string => {
      const folder = scratch({ 'README.md': '', ...files });
      mkdirSync(join(folder, '.git'));
      return folder;
    };
    const about = async (...ownFolders: string[]) =>
      (await examine({ ...(await healthy()), ownFolders }))
        .filter(({ title }) => title === 'Tests of your own')
        .map(({ health, what }) => `${health} ${what}`);
    const [mocha, vitest, none] = [
      of({ '.mocharc.json': '{}' }),
      of({ 'package.json': '{ "devDependencies": { "vitest": "1" } }' }),
      of({}),
    ];
    const told = await about(mocha, vitest, none, (await healthy()).courseFolder);
    assert.deepEqual(
      told.map((one) => /^(\w+) .*(mocha|vitest|says)/.exec(one)?.slice(1)),
      [
        ['ok', 'mocha'],
        ['information', 'vitest'],
        ['information', 'says'],
      ],
    );
  });

  it('knows places on other machines', () => {
    assert.equal(remoteKind('/mnt/home', 'linux', 0x6969), 'NFS');
    assert.equal(remoteKind('/mnt/home', 'linux', 0xff534d42 | 0), 'SMB');
    assert.equal(remoteKind('/home', 'linux', 0xef53), null);
    assert.equal(remoteKind('\\\\server\\share\\course', 'win32', 0), 'a network share');
    assert.equal(remoteKind('\\\\?\\C:\\course', 'win32', 0), null);
    assert.equal(remoteKind('C:\\course', 'win32', 0), null);
  });

  it('knows paths that are too long for Windows', () => {
    assert.equal(pathComplaint(`C:\\${'a'.repeat(60)}`, 'win32'), null);
    assert.equal(pathComplaint(`C:\\${'a'.repeat(160)}`, 'win32')?.health, 'warning');
    assert.equal(pathComplaint(`/${'a'.repeat(160)}`, 'linux'), null);
    assert.equal(pathComplaint('/two\nlines', 'linux')?.health, 'warning');
    assert.equal(pathComplaint('/back\\slash', 'linux')?.health, 'problem');
    assert.equal(pathComplaint('C:\\course', 'win32'), null);
  });

  it('tells a tight disk from a full one', () => {
    assert.equal(spaceComplaint('/course', tight), null);
    assert.equal(spaceComplaint('/course', tight - 1)?.health, 'warning');
    assert.equal(spaceComplaint('/course', full - 1)?.health, 'problem');
  });

  it('reports all of it as text', async () => {
    const text = reportText(await examine({ ...(await healthy()), nodePath: '/nowhere/node' }));
    assert.match(text, /^✔ Trust: The workspace is trusted\.$/m);
    assert.match(
      text,
      /^✘ Node: \/nowhere\/node could not .*\n {4}No test can run without it\.\n {4}→ Correct/m,
    );
  });

  it('knows which mends are files', () => {
    assert.deepEqual((['link-packages', 'restore-files', 'choose-node'] as const).map(isFileMend), [
      true,
      true,
      false,
    ]);
  });
});

function told(finding: Finding | undefined): string {
  return finding === undefined ? '' : inEnglish(finding.what);
}

/** Looks in a process that has no more rights than others: for root, everything can be written. */
function asSomebodyElse(patient: Patient): TitledFinding[] {
  const module = new URL('../../../../src/course/doctor/examine.ts', import.meta.url).href;
  const program = `import(${JSON.stringify(module)}).then(async ({ examine }) =>
    console.log(JSON.stringify(await examine(${JSON.stringify(patient)}))))`;
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  return JSON.parse(
    execFileSync(process.execPath, ['-e', program], { ...nobody, cwd: '/', encoding: 'utf8' }),
  ) as TitledFinding[];
}

/** A folder of this machine that is mounted without the right to start programs, when there is one. */
function withoutPrograms(): string | undefined {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, , type, options]) => type === 'tmpfs' && options?.split(',').includes('noexec'))
    .map(([, place = '']) => place)
    .find((place) => {
      try {
        accessSync(place, constants.W_OK);
        return true;
      } catch {
        return false;
      }
    });
}
