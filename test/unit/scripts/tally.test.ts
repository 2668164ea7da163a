import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from '../../../scripts/childProcess.ts';
import {
  add,
  afterSecondRun,
  countProofs,
  parseTally,
  type Tally,
  type TestTime,
} from '../../../scripts/tally.ts';
import { loadCatalog } from '../../../src/course/catalog.ts';
import { validateCourse } from '../../../src/course/validation/validateCourse.ts';
import { soundCourse } from '../../support/soundExercise.ts';
import { addSchemas, useScratch } from '../../support/scratch.ts';

describe('the count of what the validator printed', () => {
  const scratch = useScratch();

  it('has a failure for each proof that does not hold', () => {
    const proof = (id: string, ok: boolean, ...messages: string[]): object => ({ id, ok, messages });
    const printed = [
      {
        subject: '01-a/b',
        proofs: [proof('manifest', true), proof('starter', false, 'One.', 'Two.')],
        ms: 7,
      },
      { subject: '01-a/c', proofs: [proof('manifest', true)], ms: 9 },
      { subject: 'course', proofs: [proof('coverage', true)] },
    ];
    assert.deepEqual(countProofs(JSON.stringify(printed)), {
      passed: 3,
      failed: 1,
      failures: [{ text: '01-a/b, starter: One. Two.', title: '01-a/b' }],
      slowest: [
        { title: '01-a/c', file: '', ms: 9 },
        { title: '01-a/b', file: '', ms: 7 },
      ],
    });
  });

  it('has one for a course that leaves out a section, as for any other proof', () => {
    const lessons = scratch(soundCourse());
    addSchemas(lessons);
    const tally = countProofs(JSON.stringify([validateCourse(loadCatalog(lessons), lessons)]));
    // The others hold: the names of the exercises, the files that pages name, the questions of pages, no file twice.
    assert.deepEqual([tally.passed, tally.failed, tally.failures.length], [4, 1, 1]);
    assert.match(
      tally.failures[0]?.text ?? '',
      /^course, coverage: No lesson covers the section 'unit-vs-integration' /,
    );
  });

  it('has one where nothing was proved, and none where nothing can be read', () => {
    assert.equal(countProofs('[{"subject":"01-a/b","proofs":[]}]').failed, 1);
    assert.throws(() => countProofs('{"problems":[]}'), /printed no list of reports/);
    assert.throws(() => countProofs('[1]'), /printed 1 where a report or a proof belongs/);
  });
});

describe('the count after a second run of what failed', () => {
  const first: Tally = { passed: 5, failed: 1, failures: [{ text: 'adds: boom' }] };

  it('tells as flaky, and as passed, what passed then', () => {
    const after = afterSecondRun(first, { passed: 3, failed: 0, failures: [] });
    assert.deepEqual(after, { passed: 6, failed: 0, failures: [], flaky: [{ text: 'adds: boom' }] });
    assert.deepEqual(add(after, after).flaky, [{ text: 'adds: boom' }, { text: 'adds: boom' }]);
  });

  it('stays as it is where something failed again, or nothing ran', () => {
    assert.equal(afterSecondRun(first, { passed: 2, failed: 1, failures: [{ text: 'other' }] }), first);
    assert.equal(afterSecondRun(first, { passed: 0, failed: 0, failures: [] }), first);
  });
});

describe('the count of what mocha ran', () => {
  const scratch = useScratch();
  const reporter = fileURLToPath(new URL('../../../scripts/countingReporter.ts', import.meta.url));
  const mocha = fileURLToPath(new URL('../../../node_modules/mocha/bin/mocha.js', import.meta.url));

  async function countsOf(files: Record<string, string>, ...args: string[]): Promise<Tally | undefined> {
    const folder = scratch(files);
    const countsFile = join(folder, 'counts.json');
    await runNode([mocha, ...args, '--reporter', reporter, 'fast.test.cjs', 'slow.test.cjs'], {
      cwd: folder,
      env: { ...process.env, ITLAB_COUNTS_FILE: countsFile },
    });
    return parseTally(readFileSync(countsFile, 'utf8'));
  }

  const slow = `describe('slow', () => {
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    before('opens', () => wait(120));
    it('waits', () => wait(60));
    it('fails', () => { throw new Error('boom'); });
    it.skip('is skipped', () => {});
  });`;

  for (const args of [[], ['--parallel', '--jobs', '2']]) {
    it(`says what took longest and where failures are: mocha ${args.join(' ')}`, async () => {
      const tally = await countsOf(
        { 'fast.test.cjs': "it('adds', () => {});", 'slow.test.cjs': slow },
        ...args,
      );
      assert.ok(tally);
      const { passed, failed, failures, slowest, files } = tally;
      assert.deepEqual(
        { passed, failed, failures },
        {
          passed: 2,
          failed: 1,
          failures: [{ title: 'slow fails', file: 'slow.test.cjs', text: 'slow fails: boom' }],
        },
      );
      assert.deepEqual(
        // Mocha says of a hook where it is, or before which test it came.
        slowest?.slice(0, 2).map(({ title, file }) => [title.replace(/ (in|for) ".*"$/, ''), file]),
        [
          ['slow "before all" hook: opens', 'slow.test.cjs'],
          ['slow waits', 'slow.test.cjs'],
        ],
      );
      assert.equal(slowest?.length, 4);
      assert.deepEqual(
        files?.map(({ file }) => file),
        ['slow.test.cjs', 'fast.test.cjs'],
      );
      // Timers may come a millisecond early.
      assert.ok((files?.[0]?.ms ?? 0) >= 178, JSON.stringify(files));
    });
  }

  it('names the file that could not be loaded', async () => {
    const tally = await countsOf(
      { 'fast.test.cjs': "it('adds', () => {});", 'slow.test.cjs': "require('./absent.cjs');" },
      '--parallel',
    );
    assert.deepEqual([tally?.passed, tally?.failed], [1, 1]);
    assert.deepEqual(
      tally?.failures.map(({ file }) => file),
      ['slow.test.cjs'],
    );
  });

  it('keeps the ten that took longest of several parts', () => {
    const part = (name: string, ...all: number[]): string =>
      JSON.stringify({
        passed: all.length,
        failed: 0,
        slowest: all.map((ms): TestTime => ({ title: `${name} ${ms}`, file: '', ms })),
      });
    const [one, other] = [
      parseTally(part('a', 1, 3, 5, 7, 9, 11)),
      parseTally(part('b', 2, 4, 6, 8, 10, 12)),
    ];
    assert.ok(one && other);
    assert.deepEqual(
      add(one, other).slowest?.map(({ title }) => title),
      ['b 12', 'a 11', 'b 10', 'a 9', 'b 8', 'a 7', 'b 6', 'a 5', 'b 4', 'a 3'],
    );
  });

  it('reads counts without times, and nothing where there are none', () => {
    assert.deepEqual(parseTally('{"passed":3,"failed":0}'), {
      passed: 3,
      failed: 0,
      failures: [],
      slowest: [],
      files: [],
    });
    assert.equal(parseTally('{"stats":{}}'), undefined);
    assert.equal(parseTally('[]'), undefined);
  });
});
