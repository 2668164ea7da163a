import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { faultLanes } from '../../../src/course/grading/faultLanes.ts';
import { sampleSolution } from '../../support/sampleCourse.ts';
import { gradeSample } from '../../support/sampleGrades.ts';
import { useScratch } from '../../support/scratch.ts';

/** Honest tests, so that whatever is not complete comes from what stands beside them. */
const honest = { 'tests/honest.test.ts': sampleSolution };

describe('rounds of a grade', function () {
  this.timeout(120_000);
  const scratch = useScratch();
  const gradeOf = (files: Record<string, string>): ReturnType<typeof gradeSample> =>
    gradeSample(scratch, files);

  const suite = (before: string, test: string): Record<string, string> => ({
    'tests/a.test.ts': `import assert from 'node:assert/strict';\n${before}\nit('tests nothing', () => { ${test} });\n`,
  });

  it('lie in two opposite orders, each with rounds of the correct system at places of its own', () => {
    const places = new Set<string>();
    for (let grade = 0; grade < 50; grade += 1) {
      const [one, other] = faultLanes(['a', 'b', 'c', 'd']);
      const faults = one.filter((round) => round !== null);
      assert.deepEqual(faults.toSorted(), ['a', 'b', 'c', 'd']);
      assert.deepEqual(
        other.filter((round) => round !== null),
        faults.toReversed(),
      );
      for (const lane of [one, other]) {
        assert.equal(lane.filter((round) => round === null).length, 2);
        places.add(lane.map((round) => (round === null ? '-' : 'x')).join(''));
      }
    }
    assert.ok(places.size > 5, [...places].join());
    assert.deepEqual(faultLanes([]), [[], []]);
  });

  for (const [how, before, test, told] of [
    [
      'a global kept by ??=',
      'globalThis.kept ??= 0;',
      'assert.equal(++globalThis.kept, 1);',
      /passes only the first time in a process: `globalThis\.kept` keeps what the first run left \(tests\/a\.test\.ts:2\)/,
    ],
    [
      'a symbol on a built-in',
      "const seen = Symbol.for('seen'); Date[seen] = (Date[seen] ?? 0) + 1;",
      'assert.equal(Date[seen], 1);',
      /`Date\[Symbol\(seen\)\]` keeps what the first run left \(tests\/a\.test\.ts:2\)/,
    ],
    [
      'a property of a package',
      "import Database from 'better-sqlite3'; Database.opened = (Database.opened ?? 0) + 1;",
      'assert.equal(Database.opened, 1);',
      // It is loaded with the tests, so nobody knows what was new on it.
      /something that it does outlives the run/,
    ],
    [
      'a file in its folder',
      "import { appendFileSync, readFileSync } from 'node:fs'; appendFileSync('runs.txt', '.');",
      "assert.equal(readFileSync('runs.txt', 'utf8'), '.');",
      /`runs\.txt` keeps/,
    ],
    [
      'a failure that comes only with the third run',
      'process.env.RUNS = String(Number(process.env.RUNS ?? 0) + 1);',
      'assert.ok(Number(process.env.RUNS) < 3);',
      null,
    ],
  ] as const) {
    it(`show a test that passes by the number of the run: ${how}`, async () => {
      const { complete, faults, problems } = await gradeOf(suite(before, test));
      assert.equal(complete, false);
      assert.deepEqual(
        faults.filter(({ caught }) => caught),
        [],
        'its catches are void',
      );
      if (told === null) return;
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['unsteady-test'],
      );
      assert.match(problems[0]?.message ?? '', told);
    });
  }

  it('tell nothing of the round by the address of a file, the first included', async () => {
    const { complete, tests } = await gradeOf(
      suite(
        '',
        "assert.match(import.meta.url, /\\?[a-z0-9]{6,}$/); assert.ok(!import.meta.url.includes('round'));",
      ),
    );
    assert.equal(complete, false);
    assert.deepEqual(
      tests.map(({ state }) => state),
      ['passed'],
    );
  });

  it('tell nothing of the system by the text of its functions', async () => {
    const { faults, tests } = await gradeOf(
      suite(
        "import * as system from '../src/notes.ts';\nglobalThis.texts ??= Object.values(system).map(String).join();",
        'assert.equal(Object.values(system).map(String).join(), globalThis.texts);',
      ),
    );
    assert.deepEqual(
      tests.map(({ state }) => state),
      ['passed'],
    );
    assert.deepEqual(
      faults.filter(({ caught }) => caught),
      [],
    );
  });

  it('call a verdict that changes by chance flaky, and blame nobody for it', async () => {
    const { complete, isolation, hygiene, problems } = await gradeOf({
      ...honest,
      // Fails in half of the processes, whatever the order.
      'tests/b.test.ts': `const fails = process.pid % 2 === 0;\nit('depends on luck', () => { if (fails) throw new Error('no luck'); });\n`,
    });
    assert.deepEqual(isolation.pairs, []);
    assert.deepEqual(
      hygiene.filter(({ rule }) => rule === 'order-dependence'),
      [],
    );
    if (complete) return;
    for (const { code } of problems) assert.ok(['flaky-test', 'test-failed'].includes(code), code);
  });

  it('work each in a folder of its own, so that fixed names do not meet and nothing is left in the learner’s', async () => {
    const { complete, problems, isolation, folder, hygiene } = await gradeOf({
      ...honest,
      'tests/data/names.json': '["ada"]',
      'tests/files.test.ts': `import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
const work = join(import.meta.dirname, 'work');
it('is alone in a folder of a fixed name', async () => {
  const [name] = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'names.json'), 'utf8'));
  assert.ok(!existsSync(work));
  mkdirSync(work);
  writeFileSync(join(work, 'mine.txt'), name);
  await sleep(5);
  assert.equal(readFileSync(join(work, 'mine.txt'), 'utf8'), 'ada');
  rmSync(work, { recursive: true });
  writeFileSync('left.txt', 'in the working directory');
});
`,
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(hygiene, []);
    assert.deepEqual(isolation, { clean: true, pairs: [] });
    assert.equal(complete, true);
    assert.deepEqual(readdirSync(folder), ['tests']);
    assert.deepEqual(readdirSync(join(folder, 'tests')).toSorted(), [
      'data',
      'files.test.ts',
      'honest.test.ts',
    ]);
  });

  it('name places as they lie in the learner’s folder', async () => {
    const { tests, problems, folder } = await gradeOf(suite('', 'throw new Error(import.meta.filename);'));
    assert.equal(tests[0]?.state, 'failed');
    assert.ok(
      problems.some(({ message }) => message.includes(join(folder, 'tests', 'a.test.ts'))),
      JSON.stringify(problems),
    );
  });
});
