import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { exerciseFolder, startCourse } from '../../../src/course/courseFolder.ts';
import { examine } from '../../../src/course/doctor/examine.ts';
import { reportText } from '../../../src/course/doctor/report.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { readSubmission } from '../../../src/course/grading/submission.ts';
import { runLearnersTests } from '../../../src/course/learnerRun.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import { fileOfKey } from '../../../src/protocol/testIdentity.ts';
import { sampleCourse, sampleSolution } from '../../support/sampleCourse.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../support/scratch.ts';

/** The learner's suite with a database that stays open in line 25, which is to be found there. */
const leaking = sampleSolution
  .replace('import { Notes }', "import Database from 'better-sqlite3';\nimport { Notes }")
  .replace(
    "  it('keeps the text",
    "  it('opens', () => {\n    assert.ok(new Database(':memory:').open);\n  });\n\n  it('keeps the text",
  );

const names = [
  'with some spaces',
  'grün 日本語 🧪',
  'cafe\u0301 (NFD)',
  'a#b?c=d',
  '100%25 %41',
  'salt & pepper; $HOME `id`',
  `it's "quoted"`,
  '[brackets] {braces,more} (round)',
  '-rf',
  // As deep as people get, and far beyond what a path of a socket may have.
  Array.from({ length: 4 }, () => 'long'.repeat(50)).join('/'),
];

describe('a course in a folder called', function () {
  this.timeout(120_000);
  const scratch = useScratch();

  async function courseIn(folder: string) {
    const lessons = scratch(sampleCourse());
    addSchemas(lessons);
    const installation = { ...sourceInstallation, lessons };
    const catalog = loadCatalog(lessons);
    const outcome = await startCourse(folder, catalog, installation);
    assert.equal(outcome.links.type, 'linked');
    const exercise = findExercise(catalog, 'notes');
    const { runner, toolchain } = installation;
    const runners = coldRunners({ runtime: await findRuntime(), runner, toolchain });
    return {
      installation,
      exercise,
      own: exerciseFolder(folder, exercise),
      setting: { installation, runners },
    };
  }

  for (const name of names) {
    it(name.length > 60 ? `something of ${name.length} characters` : name, async function () {
      if (process.platform === 'win32' && /["?\\]/.test(name)) this.skip();
      const folder = join(scratch(), name, 'course');
      const { installation, exercise, own, setting } = await courseIn(folder);
      const suite = join(own, 'tests/notes.test.ts');
      writeFileSync(suite, leaking);
      const run = await runLearnersTests(exercise, own, setting);
      assert.deepEqual(run.problems, []);
      assert.deepEqual(
        run.tests.map(({ state }) => state),
        ['passed', 'passed', 'passed', 'passed'],
      );
      const line = leaking.split('\n').findIndex((text) => text.includes('new Database(')) + 1;
      assert.deepEqual(
        run.findings.map(({ rule, at }) => [rule, at?.file, at?.line]),
        [['open-databases', suite, line]],
      );
      writeFileSync(suite, sampleSolution);
      const { result } = await gradeSubmission(exercise, readSubmission(exercise, own), setting);
      assert.equal(result.complete, true, JSON.stringify(result.problems));
      const findings = await examine({
        installation,
        courseFolder: folder,
        nodePath: undefined,
        trusted: true,
        otherTestExtensions: [],
        ownFolders: [],
      });
      assert.deepEqual(
        findings.filter(({ health }) => health !== 'ok'),
        [],
        reportText(findings),
      );
    });
  }

  it('something else, by a link', async () => {
    const place = scratch();
    const { exercise, setting } = await courseIn(join(place, 'real'));
    symlinkSync(join(place, 'real'), join(place, 'link'), 'junction');
    const own = exerciseFolder(join(place, 'link'), exercise);
    writeFileSync(join(own, 'tests/notes.test.ts'), sampleSolution);
    const run = await runLearnersTests(exercise, own, setting);
    assert.deepEqual(
      run.tests.map(({ state, key }) => [state, fileOfKey(key)]),
      Array.from({ length: 3 }, () => ['passed', 'tests/notes.test.ts']),
    );
  });

  it('that cannot be written: tests run and are graded, and nothing is changed', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = join(scratch(), 'course');
    const { own, installation } = await courseIn(folder);
    for (const open of [dirname(folder), installation.lessons]) chmodSync(open, 0o755);
    writeFileSync(join(own, 'tests/notes.test.ts'), sampleSolution);
    execFileSync('chmod', ['-R', 'a-w,a+rX', folder]);
    // For root everything can be written, so it is somebody else who tries.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const url = (path: string): string =>
      JSON.stringify(new URL(`../../../src/course/${path}`, import.meta.url).href);
    const program = `
      const { loadCatalog, findExercise } = await import(${url('catalog.ts')});
      const { gradeSubmission } = await import(${url('grading/grade.ts')});
      const { readSubmission } = await import(${url('grading/submission.ts')});
      const { coldRunners } = await import(${url('running/runSession.ts')});
      const { findRuntime } = await import(${url('runtime.ts')});
      const installation = ${JSON.stringify(installation)};
      const exercise = findExercise(loadCatalog(installation.lessons), 'notes');
      const { runner, toolchain } = installation;
      const runners = coldRunners({ runtime: await findRuntime(), runner, toolchain });
      const submission = readSubmission(exercise, ${JSON.stringify(own)});
      const { result } = await gradeSubmission(exercise, submission, { installation, runners });
      console.log(JSON.stringify([process.getuid(), result.complete, result.problems]));`;
    try {
      const text = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
        ...nobody,
        cwd: '/',
        encoding: 'utf8',
        env: { ...process.env, HOME: '/nonexistent' },
      });
      const [uid, complete, problems] = JSON.parse(text) as [number, boolean, unknown];
      assert.notEqual(uid, 0);
      assert.deepEqual({ complete, problems }, { complete: true, problems: [] });
      assert.equal(readFileSync(join(own, 'tests/notes.test.ts'), 'utf8'), sampleSolution);
    } finally {
      execFileSync('chmod', ['-R', 'u+w', folder]);
    }
  });

  it('that two windows create at once: each file once, and whole', async () => {
    const folder = join(scratch(), 'course');
    mkdirSync(folder);
    const lessons = scratch(sampleCourse());
    addSchemas(lessons);
    const installation = { ...sourceInstallation, lessons };
    const catalog = loadCatalog(lessons);
    const [one, other] = await Promise.all([
      startCourse(folder, catalog, installation),
      startCourse(folder, catalog, installation),
    ]);
    assert.equal(one.created.length + other.created.length, one.created.length + one.kept.length);
    assert.deepEqual([...one.created, ...other.created].sort(), [...one.created, ...one.kept].sort());
    assert.deepEqual([one.links.type, other.links.type], ['linked', 'linked']);
  });
});
