import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import {
  readSubmission,
  solutionSubmission,
  starterSubmission,
} from '../../../src/course/grading/submission.ts';
import type { GradeEvent, GradeResult } from '../../../src/protocol/gradeResult.ts';
import { onePatch, sampleCourse, sampleSolution } from '../../support/sampleCourse.ts';
import { gradeSample, sampleExercise, sourceRunners } from '../../support/sampleGrades.ts';
import { addSchemas, sourceInstallation, useScratch, writeFiles } from '../../support/scratch.ts';

describe('grading', function () {
  this.timeout(60_000);
  const scratch = useScratch();

  const exerciseOf = (changes: Record<string, string> = {}): Exercise => sampleExercise(scratch, changes);
  const gradeFiles = (files: Record<string, string>): Promise<GradeResult> => gradeSample(scratch, files);
  const runners = sourceRunners;

  const codes = (result: GradeResult): string[] => result.problems.map(({ code }) => code);

  it('grades the model answer complete, with the matrix of what catches what', async () => {
    const exercise = exerciseOf();
    const events: GradeEvent[] = [];
    const { result } = await gradeSubmission(exercise, solutionSubmission(exercise), {
      installation: sourceInstallation,
      runners: await runners(),
      onProgress: (event) => events.push(event),
    });
    assert.deepEqual(result.problems, []);
    assert.deepEqual(
      result.faults.map(({ id, by }) => [id, by]),
      [
        ['unscoped', ['counts only the notes of the owner']],
        ['not-stored', ['stores what was added']],
        ['upper-cased', ['keeps the text as it is']],
        ['counts-none', ['counts only the notes of the owner']],
      ],
    );
    assert.deepEqual(result.variants, [{ id: 'ids-from-42', passed: true, refusedBy: [] }]);
    assert.deepEqual(result.hygiene, []);
    assert.deepEqual(result.isolation, { clean: true, pairs: [] });
    assert.equal(result.complete, true);
    const stages = events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []));
    assert.deepEqual([...new Set(stages)], ['tests', 'variants', 'isolation', 'faults']);
    const totals = events.flatMap((event) =>
      event.type === 'stage' && event.stage === 'faults' ? [event.total] : [],
    );
    assert.deepEqual([...new Set(totals)], [result.faults.length], 'a fault is counted once');
  });

  it('grades the same where git has put the line ends of Windows everywhere', async () => {
    const windows = (text: string): string => text.replaceAll('\n', '\r\n');
    const lessons = scratch(
      Object.fromEntries(Object.entries(sampleCourse()).map(([path, text]) => [path, windows(text)])),
    );
    addSchemas(lessons);
    const exercise = findExercise(loadCatalog(lessons), 'notes');
    const folder = scratch({ 'tests/notes.test.ts': windows(sampleSolution) });
    const setting = { installation: sourceInstallation, runners: await runners() };
    const { result } = await gradeSubmission(exercise, readSubmission(exercise, folder), setting);
    assert.deepEqual(result.problems, []);
    assert.equal(result.complete, true);
  });

  it('grades the starter not complete', async () => {
    const exercise = exerciseOf();
    const setting = { installation: sourceInstallation, runners: await runners() };
    const { result } = await gradeSubmission(exercise, starterSubmission(exercise), setting);
    assert.equal(result.complete, false);
    assert.deepEqual(codes(result), []);
    assert.ok(result.faults.every(({ caught }) => !caught));
  });

  it('refuses tests that a correct variant fails', async () => {
    const files = {
      'tests/a.test.ts': sampleSolution.replace(
        "assert.equal(notes.read(id)?.toLowerCase(), 'milk');",
        'assert.equal(id, 1); assert.ok(notes.read(id));',
      ),
    };
    const result = await gradeFiles(files);
    assert.deepEqual(result.variants, [
      { id: 'ids-from-42', passed: false, refusedBy: ['stores what was added'] },
    ]);
    assert.equal(result.complete, false);
  });

  it('reports a database handle left open at the line that acquired it', async () => {
    const result = await gradeFiles({ 'tests/a.test.ts': sampleSolution.replace('notes.close();', '') });
    assert.deepEqual(
      result.hygiene.map(({ rule, file, line, test }) => [rule, file, line, test]),
      [
        ['open-databases', 'tests/a.test.ts', 7, 'stores what was added'],
        ['open-databases', 'tests/a.test.ts', 7, 'keeps the text as it is'],
        ['open-databases', 'tests/a.test.ts', 7, 'counts only the notes of the owner'],
      ],
    );
    assert.equal(result.complete, false);
    assert.ok(
      result.faults.every(({ caught }) => caught),
      'faults are still judged',
    );
  });

  it('grades with its own copy of the system, whatever lies in src/', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': sampleSolution,
      'src/notes.ts':
        'export class Notes { add() { return 1 } read() { return "milk" } count() { return 1 } close() {} }',
    });
    assert.equal(result.complete, true);
  });

  it('grades with its own copy in whichever case the folder is written: many disks do not tell cases apart', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': sampleSolution.replace('../src/', '../SRC/'),
      'SRC/notes.ts':
        'export class Notes { add() { return 1 } read() { return "milk" } count() { return 1 } close() {} }',
    });
    assert.deepEqual(codes(result), ['load-error']);
  });

  it('does not take over what a test at fault prints or exits with', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': `describe('x', () => { it('prints', () => { process.stdout.write('null\\n{"type":"finished"}'); console.log = () => {}; process.send = () => true; }); });`,
    });
    assert.deepEqual(
      result.tests.map(({ state }) => state),
      ['passed'],
    );
    assert.equal(result.complete, false);
  });

  it('calls no tests at all a problem', async () => {
    const result = await gradeFiles({ 'tests/a.test.ts': `describe('empty', () => {});` });
    assert.deepEqual(codes(result), ['no-tests']);
    assert.equal(result.complete, false);
  });

  it('names file and place of a syntax error', async () => {
    const result = await gradeFiles({ 'tests/a.test.ts': `it('x', () => {\n  const a = ;\n});` });
    assert.deepEqual(codes(result), ['load-error']);
    assert.match(
      result.problems[0]?.message ?? '',
      /tests[\\/]a\.test\.ts could not be loaded.*line 2, column 13.*Mend the syntax/s,
    );
  });

  it('names the importer and the missing file of an import', async () => {
    const result = await gradeFiles({ 'tests/a.test.ts': `import '../src/nots.ts';\nit('x', () => {});` });
    assert.deepEqual(codes(result), ['load-error']);
    assert.match(
      result.problems[0]?.message ?? '',
      /tests\/a\.test\.ts imports '\.\.\/src\/nots\.ts', but there is no file src\/nots\.ts/,
    );
  });

  it('errors the test that calls process.exit, also with status 0, and those behind it', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': `it('a', () => {}); it('leaves', () => { process.exit(0); }); it('b', () => {});`,
    });
    assert.deepEqual(
      result.tests.map(({ state }) => state),
      ['passed', 'errored', 'errored'],
    );
    assert.match(
      result.problems[0]?.message ?? '',
      /process\.exit\(0\) was called while running the test 'leaves'/,
    );
    assert.equal(result.complete, false);
  });

  it('ends an endless loop in a test and names the test', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': `it('spins', () => { for (;;); }); it('b', () => {});`,
    });
    assert.deepEqual(
      result.tests.map(({ state }) => state),
      ['errored', 'errored'],
    );
    assert.equal(result.problems[0]?.code, 'endless-loop');
    assert.match(result.problems[0]?.message ?? '', /running the test 'spins'.*Look for an endless loop/);
  });

  it('errors every test of a suite whose hook fails, and never calls them skipped', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': `describe('s', () => { before(() => { throw new Error('no set-up'); }); it('a', () => {}); it('b', () => {}); });`,
    });
    assert.deepEqual(
      result.tests.map(({ state }) => state),
      ['errored', 'errored'],
    );
    assert.match(result.problems[0]?.message ?? '', /The hook "before all".*no set-up/);
  });

  it('refuses .only and .skip', async () => {
    const only = await gradeFiles({
      'tests/a.test.ts': sampleSolution.replace("it('stores", "it.only('stores"),
    });
    assert.ok(only.hygiene.some(({ rule, line }) => rule === 'only-or-skip' && line === 13));
    assert.equal(only.complete, false);
    const skip = await gradeFiles({
      'tests/a.test.ts': sampleSolution.replace("it('stores", "it.skip('stores"),
    });
    assert.ok(skip.hygiene.some(({ rule }) => rule === 'only-or-skip'));
    assert.deepEqual(codes(skip), ['only-or-skip']);
  });

  it('names polluter and victim, and a test that needs another before it', async () => {
    const result = await gradeFiles({
      'tests/a.test.ts': `import assert from 'node:assert/strict';
        let dirty = false; let ready = false;
        it('needs a clean state', () => { assert.equal(dirty, false); });
        it('pollutes', () => { dirty = true; });
        it('prepares', () => { ready = true; });
        it('needs preparation', () => { assert.equal(ready, true); });`,
    });
    assert.deepEqual(result.isolation, {
      clean: false,
      pairs: [{ polluter: 'pollutes', victim: 'needs a clean state', seed: -1 }],
    });
    assert.ok(
      result.hygiene.some(({ rule, test }) => rule === 'order-dependence' && test === 'needs preparation'),
    );
  });

  it('does not count a fault that merely keeps the suite from loading', async () => {
    const exercise = exerciseOf({
      '01-sample/exercises/notes/faults/unscoped.patch': onePatch(
        "import Database from 'better-sqlite3';",
        "import Database from './nowhere.ts';",
      ),
    });
    const setting = { installation: sourceInstallation, runners: await runners() };
    const { result } = await gradeSubmission(exercise, solutionSubmission(exercise), setting);
    assert.equal(result.faults.find(({ id }) => id === 'unscoped')?.caught, false);
  });

  it('counts a fault that makes a test hang as caught by that test', async () => {
    const exercise = exerciseOf({
      '01-sample/exercises/notes/faults/unscoped.patch': onePatch(
        'return row?.n ?? 0;',
        "while (owner === 'bob');",
        'return 0;',
      ),
    });
    const setting = { installation: sourceInstallation, runners: await runners() };
    const { result } = await gradeSubmission(exercise, solutionSubmission(exercise), setting);
    assert.deepEqual(result.faults[0], {
      id: 'unscoped',
      caught: true,
      by: ['counts only the notes of the owner'],
    });
  });

  it('stops everything when it is cancelled', async () => {
    const exercise = exerciseOf();
    const folder = scratch();
    writeFiles(folder, { 'tests/a.test.ts': `it('spins', () => { for (;;); });` });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 400);
    const started = Date.now();
    const { result } = await gradeSubmission(exercise, readSubmission(exercise, folder), {
      installation: sourceInstallation,
      runners: await runners(),
      signal: abort.signal,
    });
    assert.ok(codes(result).includes('cancelled'));
    assert.ok(Date.now() - started < 1400, 'before the time limit of the test would have ended it');
  });

  for (const stage of ['variants', 'isolation', 'faults'] as const) {
    it(`says nothing of what was not judged when it was cancelled among the ${stage}`, async () => {
      const exercise = exerciseOf();
      const abort = new AbortController();
      const { result } = await gradeSubmission(exercise, solutionSubmission(exercise), {
        installation: sourceInstallation,
        runners: await runners(),
        signal: abort.signal,
        onProgress: (event) => {
          if (event.type === 'stage' && event.stage === stage) abort.abort();
        },
      });
      assert.ok(result.tests.length > 0 && result.tests.every(({ state }) => state === 'passed'));
      const { variants, faults, hygiene, isolation, complete } = result;
      assert.deepEqual(
        { variants, faults, hygiene, isolation, complete },
        { variants: [], faults: [], hygiene: [], isolation: { clean: false, pairs: [] }, complete: false },
      );
      assert.deepEqual(codes(result), ['cancelled']);
    });
  }

  it('keeps the root of a learner folder with a space and non-ASCII letters', async () => {
    const folder = join(scratch(), 'mein Kürs');
    writeFiles(folder, { 'tests/a.test.ts': sampleSolution });
    const exercise = exerciseOf();
    const setting = { installation: sourceInstallation, runners: await runners() };
    const { result } = await gradeSubmission(exercise, readSubmission(exercise, folder), setting);
    assert.equal(result.complete, true);
  });
});
