import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkJunit, gradeJunit } from '../../../src/cli/junit.ts';
import { gradeText } from '../../../src/cli/printGrade.ts';
import { allExercises, loadCatalog } from '../../../src/course/catalog.ts';
import { checkSummary } from '../../../src/course/check/summary.ts';
import { reportText } from '../../../src/course/doctor/report.ts';
import type { CheckResult } from '../../../src/protocol/checkResult.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { commandLine, type Answer } from '../../support/commandLine.ts';
import { assertHolds, assertShown, hostile, hostileName } from '../../support/hostileText.ts';
import { sampleCourse, sampleManifest } from '../../support/sampleCourse.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../support/scratch.ts';

const title = JSON.stringify(hostile);

/**
 * Fails, leaks and skips, each with a hostile title; what is thrown is hostile, too. What depends on others is tried in
 * many orders, which takes its time, so one test is enough for it.
 */
const suite = (dependent: boolean): string => `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';

let shared = 0;
describe(${title}, () => {
  it(${title}, () => { shared = 1; new Database(':memory:'); });
  it('needs ' + ${title}, () => { ${dependent ? 'assert.equal(shared, 1);' : ''} });
  it('fails ' + ${title}, () => { throw new Error(${title}); });
  it('differs ' + ${title}, () => { assert.equal(${title}, 'x'); });
  it.skip('skipped ' + ${title}, () => {});
  after(${title}, () => { throw new Error(${title}); });
});
`;

const loading = `throw new Error(${title});\n`;

describe('text of others on the command line', function () {
  this.timeout(120_000);
  const scratch = useScratch();
  const itlab = commandLine(scratch);

  /** A name as hostile as the machine lets it be. */
  const name = process.platform === 'win32' ? 'Repair now' : hostileName;

  function isShown({ out, err }: Answer): void {
    assertShown(out);
    assertShown(err);
    assertHolds(out + err);
  }

  /** JSON that can be shown, and is still what it was. */
  function isJson({ out, err }: Answer): unknown {
    assertShown(err);
    assertShown(out);
    assertHolds(out);
    return JSON.parse(out);
  }

  /** Well-formed as far as its characters are, with nothing that an application may not read. */
  function isXml(file: string): void {
    const xml = readFileSync(file, 'utf8');
    assertHolds(xml);
    assert.doesNotMatch(xml, /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    assert.doesNotMatch(xml, /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    assert.doesNotMatch(xml, /<(?:script|img)|&(?!(?:amp|lt|gt|quot|apos);)/);
  }

  it('of titles, messages and findings: grade', async () => {
    const folder = scratch({ 'tests/own.test.ts': suite(false) });
    const report = join(folder, 'r.xml');
    const hints = readFileSync(join(sourceInstallation.lessons, 'hints.json'), 'utf8');
    const text = await itlab(['grade', 'notes', '--in', folder, '--junit', report, '--hints', '3'], {
      changes: { 'hints.json': hints },
    });
    assert.equal(text.status, 1, text.err);
    isShown(text);
    isXml(report);
    const { complete, tests } = isJson(
      await itlab(['grade', 'notes', '--in', folder, '--json']),
    ) as GradeResult;
    assert.equal(complete, false);
    assert.ok(tests.some((test) => test.title === `needs ${hostile}`));
  });

  it('of what does not load, and of file names: grade', async () => {
    const folder = scratch({ [`tests/${name}.test.ts`]: loading });
    const text = await itlab(['grade', 'notes', '--in', folder, '--junit', join(folder, 'r.xml')]);
    assert.equal(text.status, 1);
    isShown(text);
    isXml(join(folder, 'r.xml'));
  });

  it('of everything that a grade may hold, also what none of these made', () => {
    const lessons = scratch(sampleCourse());
    addSchemas(lessons);
    const [exercise] = allExercises(loadCatalog(lessons));
    assert.ok(exercise);
    const result: GradeResult = {
      exercise: exercise.id,
      complete: false,
      tests: [{ title: hostile, state: 'passed', durationMs: 1 }],
      variants: [{ id: 'ids-from-42', passed: false, refusedBy: [hostile] }],
      hygiene: [{ rule: 'open-databases', test: hostile, message: hostile, file: hostile, line: 1 }],
      isolation: { clean: false, pairs: [{ polluter: hostile, victim: hostile, seed: 1 }] },
      faults: [{ id: 'unscoped', caught: true, by: [hostile] }],
      problems: [{ code: 'crashed', message: hostile }],
    } as unknown as GradeResult;
    for (const shown of [gradeText(result, exercise)]) {
      assertShown(shown);
      assertHolds(shown);
    }
    const file = join(scratch(), 'r.xml');
    writeFileSync(file, gradeJunit([result]));
    isXml(file);
  });

  it('of a course folder whose name is hostile: grade --all, start and doctor', async () => {
    const course = join(scratch(), name);
    isShown(await itlab(['start', course]));
    isShown(await itlab(['start', course]));
    mkdirSync(join(course, '01-sample/notes/tests'), { recursive: true });
    writeFileSync(join(course, '01-sample/notes/tests/own.test.ts'), loading);
    isShown(await itlab(['grade', '--all'], { cwd: course }));
    isJson(await itlab(['grade', '--all', '--json'], { cwd: course }));
    isShown(await itlab(['doctor'], { cwd: course }));
    isJson(await itlab(['doctor', '--json'], { cwd: course }));
    isShown(
      await itlab(['doctor', '--mend'], { cwd: course, variables: { ITLAB_NODE: `/nowhere/${name}` } }),
    );
    const found = {
      title: hostile,
      health: 'problem',
      what: hostile,
      why: hostile,
      remedy: hostile,
      mends: [],
    };
    assertShown(reportText([found as never]));
  });

  it('of a project with a hostile name and hostile tests: check', async () => {
    const folder = join(scratch(), name);
    mkdirSync(join(folder, 'test'), { recursive: true });
    symlinkSync(join(sourceInstallation.toolchain, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'test', 'own.test.js'), suite(true));
    const variables = { ...process.env, ITLAB_NODE: process.execPath };
    const check = (...options: string[]) => itlab(['check', ...options], { cwd: folder, variables });
    const result = isJson(await check('--json', '--junit', 'r.xml')) as CheckResult;
    isXml(join(folder, 'r.xml'));
    assert.ok(result.tests.some((test) => test.title === `needs ${hostile}`));
    writeFileSync(join(folder, 'test', 'own.test.js'), loading);
    isShown(await check());
    const leak = { rule: 'open-servers', test: hostile, message: hostile, file: hostile, line: 1 } as const;
    const worst = { ...result, project: hostile, mocha: hostile, node: hostile, hygiene: [leak] };
    assertShown(checkSummary(worst).join('\n'));
    writeFileSync(join(folder, 'r.xml'), checkJunit(worst));
    isXml(join(folder, 'r.xml'));
  });

  it('of files with hostile names: lint', async () => {
    const cwd = scratch({ [`${name}.test.js`]: "it.only('x', () => {});\n" });
    const settings = join(cwd, '.vscode');
    mkdirSync(settings);
    writeFileSync(join(settings, 'settings.json'), '{ "itlab.rules": { ');
    isShown(await itlab(['lint', `${name}.test.js`], { cwd }));
    isJson(await itlab(['lint', `${name}.test.js`, '--json'], { cwd }));
    isShown(await itlab(['lint', `not ${name}.test.js`], { cwd }));
  });

  it('of lessons and exercises: list, validate and new', async () => {
    const changes = {
      '01-sample/exercises/notes/exercise.json': JSON.stringify({
        ...sampleManifest,
        title: hostile,
        faults: sampleManifest.faults.slice(1),
        variants: [{ id: 'ids-from-42', title: hostile }],
      }),
    };
    isShown(await itlab(['list'], { changes }));
    isJson(await itlab(['list', '--json'], { changes }));
    assertShown((await itlab(['validate', 'notes', '--quick'], { changes })).out);
    isShown(await itlab(['new', 'lesson', hostile]));
    isShown(await itlab(['new', 'exercise', hostile, '--kind', 'write-tests']));
    const [line = ''] = name.split('\n');
    const cwd = scratch();
    addSchemas(join(cwd, line));
    const surroundings = { cwd, installation: sourceInstallation };
    const created = await itlab(['new', 'lesson', '01-new', '--lessons', line], surroundings);
    assert.equal(created.status, 0, created.err);
    isShown(created);
  });

  it('of arguments that mean nothing', async () => {
    // Who types lines forges them for nobody else.
    const [line = ''] = hostile.split('\r');
    for (const args of [
      ['grade', hostile, '--solution'],
      ['grade', 'notes', '--in', hostile.replaceAll('\0', '')],
      ['check', hostile.replaceAll('\0', '')],
      [line],
      ['list', `--${line}`],
    ]) {
      isShown(await itlab(args));
    }
    isJson(await itlab(['grade', hostile, '--solution', '--json']));
    assertShown((await itlab(['rules'])).out);
  });
});
