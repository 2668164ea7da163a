import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { localisationProblems } from '../../../src/course/grading/problems.ts';
import { readSubmission } from '../../../src/course/grading/submission.ts';
import type { Fault, Limits } from '../../../src/course/manifestSchemas.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import {
  solutionTests,
  soundCourse,
  soundFault,
  soundManifest,
  suiteOf,
} from '../../support/soundExercise.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../support/scratch.ts';

describe('problems of a submission', function () {
  this.timeout(60_000);
  const scratch = useScratch();

  /** Grades a suite under these limits. */
  async function grade(
    suite: string,
    {
      limits = {},
      faults = [soundFault('unsorted', 'lists names in order')],
    }: { limits?: Partial<Limits>; faults?: readonly Fault[] },
  ): Promise<GradeResult> {
    const manifest = { faults, variants: [], limits: { testTimeoutMs: 1000, maxTests: 10, ...limits } };
    const lessons = scratch(soundCourse({ 'exercise.json': soundManifest(manifest) }));
    addSchemas(lessons);
    const exercise = findExercise(loadCatalog(lessons), 'shelf');
    const folder = scratch({ 'tests/a.test.ts': suite });
    const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
    const setting = { installation: sourceInstallation, runners };
    return (await gradeSubmission(exercise, readSubmission(exercise, folder), setting)).result;
  }

  const told = ({ problems }: GradeResult): string[] =>
    problems.map(({ code, message }) => `${code}: ${message}`);

  describe('groups', () => {
    const groups = [
      { title: 'unit', max: 1 },
      { title: 'integration', max: 2 },
    ];
    const imports = `import assert from 'node:assert/strict';
import { Shelf } from '../src/shelf.ts';
import { Store } from '../src/store.ts';
`;
    const inGroup = (group: string, ...titles: readonly string[]): string =>
      `describe('${group}', () => {\n${titles.map((title) => `it('${title}', () => {});`).join('\n')}\n});\n`;
    const catching = `describe('Integration tests', () => {
  it('lists names in order', () => {
    const shelf = new Shelf(new Store());
    shelf.put('b', 'x');
    shelf.put('a', 'x');
    assert.equal(shelf.list(), 'a, b');
  });
});
`;

    it('hold every test, by the words that their outermost suites begin with', async () => {
      const result = await grade(imports + catching + inGroup('UNIT: the name', 'is trimmed'), {
        limits: { groups },
      });
      assert.deepEqual(told(result), []);
      assert.equal(result.complete, true);
    });

    it('are named where a test lies in none, and where one holds too many', async () => {
      const result = await grade(
        `${imports}${catching}
it('lies outside', () => {});
it('unit', () => {});
describe('all', () => { ${inGroup('unit', 'lies too deep')} });
${inGroup('unit tests', 'one', 'two')}${inGroup('integration of more', 'three')}`,
        { limits: { groups } },
      );
      const outside = (path: string): string =>
        `ungrouped-test: '${path}' lies in none of the groups describe('unit …'), describe('integration …'). Say what kind of test it is by its outermost suite.`;
      assert.deepEqual(told(result), [
        outside('lies outside'),
        outside('unit'),
        outside('all › unit › lies too deep'),
        "too-many-tests: There are 2 tests in the group 'unit'; at most 1 fit the budget. Keep those that no cheaper group can replace.",
      ]);
      assert.equal(result.complete, false);
    });
  });

  describe('the time of a suite', () => {
    const slow = (condition: string): string =>
      `import { appendFileSync, readFileSync } from 'node:fs';
${suiteOf(
  solutionTests.inOrder,
  `  it('takes its time', async () => {
    appendFileSync('runs.txt', '.');
    const run = readFileSync('runs.txt', 'utf8').length;
    if (${condition}) await new Promise((resolve) => setTimeout(resolve, 600));
    assert.ok(run > 0);
  });`,
)}`;

    it('is limited', async () => {
      const result = await grade(slow('true'), { limits: { suiteMs: 500 } });
      assert.match(
        told(result).join('\n'),
        // Timers count from the start of a turn of the loop, so they may end some milliseconds early.
        /^too-slow: The suite took (5[5-9]|[6-9]\d|\d\d\d)\d ms; at most 500 ms are allowed\. Look at the slowest test first\.$/,
      );
      assert.equal(result.complete, false);
      assert.ok(
        result.faults.every(({ caught }) => caught),
        'faults are still judged',
      );
    });

    it('is taken again before anyone is told', async () => {
      const result = await grade(slow('run === 1'), { limits: { suiteMs: 500 } });
      assert.deepEqual(told(result), []);
      assert.equal(result.complete, true);
    });
  });

  describe('a fault that is to be localised', () => {
    const both = `  it('lists two names', () => {
    shelf.put('b', 'x');
    shelf.put('a', 'x');
    assert.equal(shelf.list(), 'a, b');
  });`;

    it('fails few tests', async () => {
      const tight = await grade(suiteOf(solutionTests.inOrder, both), { limits: { maxTestsPerFault: 1 } });
      assert.deepEqual(told(tight), [
        "unlocalised-fault: 2 tests fail for one fault ('lists names in order', 'lists two names'); at most 1 should. Let each test arrange what it needs directly, so that it fails for its own subject only.",
      ]);
      assert.equal(tight.complete, false);
      const wide = await grade(suiteOf(solutionTests.inOrder, both), { limits: { maxTestsPerFault: 2 } });
      assert.deepEqual(told(wide), []);
    });

    it('fails tests that name its area, in their titles or in those of their suites', async () => {
      const inArea = (area: string) => ({
        faults: [{ ...soundFault('unsorted', 'lists names in order'), area }],
      });
      const unnamed = await grade(suiteOf(solutionTests.inOrder, both), inArea('order'));
      assert.deepEqual(told(unnamed), [
        "unlocalised-fault: 'lists two names' caught a fault of the area 'order' without naming it. Use that word in the title, or in the suite's: whoever reads the failure should know where to look.",
      ]);
      assert.equal(unnamed.complete, false);
      const bySuite = await grade(suiteOf(solutionTests.inOrder, both), inArea('shelf'));
      assert.deepEqual(told(bySuite), []);
      assert.equal(bySuite.complete, true);
    });
  });

  it('of a test that catches faults of several areas are told, whatever words it has', () => {
    const faults = ['one', 'two', 'three'].map((id) => ({
      ...soundFault(id, 'lists names in order'),
      area: id,
    }));
    const lessons = scratch(soundCourse({ 'exercise.json': soundManifest({ faults }) }));
    addSchemas(lessons);
    const exercise = findExercise(loadCatalog(lessons), 'shelf');
    const messages = (by: Record<string, string[]>): string[] =>
      localisationProblems(
        exercise,
        Object.entries(by).map(([id, titles]) => ({ id, caught: true, by: titles })),
        (title) => ['one, two and three', title],
      ).map(({ message }) => message);
    assert.deepEqual(messages({ one: ['both'], two: ['both'], three: ['alone'] }), [
      "'both' catches faults of 2 areas ('one', 'two'), so its failure says nothing about where to look. Split it: one area per test.",
    ]);
    assert.deepEqual(messages({ one: ['first'], two: ['second'], three: ['alone'] }), []);
  });

  describe('too many tests', () => {
    const catching = `import assert from 'node:assert/strict';
import { Shelf } from '../src/shelf.ts';
import { Store } from '../src/store.ts';
it('lists names in order', () => {
  const shelf = new Shelf(new Store());
  shelf.put('b', 'x');
  shelf.put('a', 'x');
  assert.equal(shelf.list(), 'a, b');
});
`;
    const more = (count: number, body = ''): string =>
      `for (let test = 0; test < ${count}; test += 1) it('more ' + test, () => { ${body} });\n`;
    const tooMany = (count: number, outcome: string): string =>
      `too-many-tests: There are ${count} tests; this exercise asks for at most 3, ${outcome}. Keep those that catch something.`;

    it('are told, and the first ones are graded', async () => {
      const result = await grade(catching + more(3), { limits: { maxTests: 3 } });
      assert.deepEqual(told(result), [tooMany(4, 'and only the first 3 were graded')]);
      assert.deepEqual(
        result.tests.map(({ title, state }) => [title, state]),
        [
          ['lists names in order', 'passed'],
          ['more 0', 'passed'],
          ['more 1', 'passed'],
        ],
      );
      assert.deepEqual(
        result.faults.map(({ caught, by }) => [caught, by]),
        [[true, ['lists names in order']]],
      );
      assert.equal(result.isolation.clean, true);
      assert.equal(result.complete, false);
    });

    it('are not run again and again: of a thousand the first ones are, of ten thousand none', async () => {
      // Each counts the rounds in which it is run, in a folder that is not that of its process.
      const counted = `import { appendFileSync } from 'node:fs';\n${catching}`;
      let counts = scratch({});
      const bodyHere = (): string =>
        `appendFileSync(${JSON.stringify(counts)} + '/runs-' + (test < 2 ? 'first' : 'later') + '.txt', '.');`;
      const runs = (name: string): number => readFileSync(join(counts, `runs-${name}.txt`), 'utf8').length;
      const thousand = await grade(counted + more(900, bodyHere()), { limits: { maxTests: 3 } });
      assert.deepEqual(told(thousand), [tooMany(901, 'and only the first 3 were graded')]);
      assert.equal(runs('later'), 898);
      assert.ok(runs('first') > 10, String(runs('first')));
      assert.equal(thousand.faults[0]?.caught, true);

      counts = scratch({});
      const tenThousand = await grade(counted + more(10_000, bodyHere()), { limits: { maxTests: 3 } });
      assert.deepEqual(told(tenThousand), [tooMany(10_001, 'so none was graded')]);
      assert.deepEqual([runs('first'), runs('later')], [2, 9_998]);
      assert.deepEqual(tenThousand.tests, []);
      assert.equal(tenThousand.complete, false);
    });
  });
});
