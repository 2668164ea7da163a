import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findExercise, loadCatalog } from '../../../src/course/catalog.ts';
import type { Exercise } from '../../../src/course/exercise.ts';
import { gradeSubmission } from '../../../src/course/grading/grade.ts';
import { readSubmission, solutionSubmission } from '../../../src/course/grading/submission.ts';
import { assemble, runAlone, type RunSetting } from '../../../src/course/grading/systemRun.ts';
import { judgeTrials } from '../../../src/course/grading/trials.ts';
import type { Trial } from '../../../src/course/manifestSchemas.ts';
import { findRuntime } from '../../../src/course/runtime.ts';
import { coldRunners } from '../../../src/course/running/runSession.ts';
import type { GradeEvent, GradeProblem } from '../../../src/protocol/gradeResult.ts';
import { soundCourse, soundManifest } from '../../support/soundExercise.ts';
import { addSchemas, sourceInstallation, useScratch } from '../../support/scratch.ts';

const tokyo: Trial = { id: 'tokyo', title: 'in Tokyo', timeZone: 'Asia/Tokyo' };

/** Counts its runs in the folder that the tests run in. */
/** Each process works in a folder of its own, so the runs are counted in a file elsewhere. */
const countingIn = (folder: string): string => `import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
const file = ${JSON.stringify(join(folder, 'runs.txt'))};
const run = () => {
  appendFileSync(file, '.');
  return readFileSync(file, 'utf8').length;
};
`;

describe('trials', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  let setting: RunSetting;

  before(async () => {
    const runners = coldRunners({ ...sourceInstallation, runtime: await findRuntime() });
    setting = { installation: sourceInstallation, runners };
  });

  function exerciseWith(trials: readonly Trial[]): Exercise {
    const lessons = scratch(soundCourse({ 'exercise.json': soundManifest({ trials }) }));
    addSchemas(lessons);
    return findExercise(loadCatalog(lessons), 'shelf');
  }

  /** Judges a suite in trials, after one ordinary run. */
  async function judge(
    suite: string,
    trials: readonly Trial[],
    options: { readonly signal?: AbortSignal; readonly onTrial?: () => void } = {},
  ): Promise<{ readonly problems: GradeProblem[] }> {
    const exercise = exerciseWith(trials);
    const folder = scratch({ 'tests/a.test.ts': suite });
    const assembly = assemble(exercise, readSubmission(exercise, folder));
    const { tests } = await runAlone(assembly, setting);
    const passing = tests.filter(({ state }) => state === 'passed').map(({ key }) => key);
    const title = (key: string): string =>
      tests.find((test) => test.key === key)?.path.join(' › ') ?? `no test ${key}`;
    const { signal, onTrial = () => undefined } = options;
    const inTime = signal ? { ...setting, signal } : setting;
    const problems = await judgeTrials(trials, passing, title, assembly, inTime, onTrial);
    return { problems };
  }

  const messages = (problems: readonly GradeProblem[]): string[] =>
    problems.map(({ code, message }) => {
      assert.equal(code, 'trial-failed');
      return message;
    });

  it('show what holds only where and when the suite was written', async () => {
    const { problems } = await judge(
      `import assert from 'node:assert/strict';
it('is at home', () => {
  assert.notEqual(new Date(2024, 0, 1).toISOString(), '2023-12-31T15:00:00.000Z', 'Tokyo is not home.');
});
it('is before 2031', () => {
  assert.ok(new Date().getFullYear() < 2031, 'It is too late.');
});
it('fails also without circumstances', () => {
  assert.fail();
});
`,
      [
        tokyo,
        { id: 'late', title: 'at the end of 2031', startAt: '2031-12-31T23:00:00Z' },
        { ...tokyo, timeZone: 'UTC' },
      ],
    );
    assert.deepEqual(messages(problems), [
      "'is at home' fails in Tokyo: Tokyo is not home.",
      "'is before 2031' fails at the end of 2031: It is too late.",
    ]);
  });

  it('show what waits a while instead of waiting for something', async () => {
    const { problems } = await judge(
      `import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
// A quarter of a second is far more than this needs, unless nobody waits for it. No timer of the tests' own.
const written = () => new Promise((resolve) => {
  AbortSignal.timeout(50).addEventListener('abort', () => resolve('text'));
});
it('bets on the time', async () => {
  let text;
  void written().then((value) => { text = value; });
  await sleep(250);
  assert.equal(text, 'text', 'Nothing was there.');
});
it('waits for it', async () => {
  assert.equal(await written(), 'text');
});
`,
      [{ id: 'eager', title: 'when sleeps are over at once', timers: 'eager' }],
    );
    assert.deepEqual(messages(problems), [
      "'bets on the time' fails when sleeps are over at once: Nothing was there.",
    ]);
  });

  it('repeat as often as they say, and one failure is enough', async () => {
    const rounds = (repeat: number): Trial => ({ id: 'often', title: `when run ${repeat} times`, repeat });
    const suiteIn = (folder: string): string =>
      `${countingIn(folder)}it('fails the fifth time', () => { assert.notEqual(run(), 5, 'The fifth.'); });`;
    const often = await judge(suiteIn(scratch({})), [rounds(6)]);
    assert.deepEqual(messages(often.problems), ["'fails the fifth time' fails when run 6 times: The fifth."]);
    const counted = scratch({});
    const seldom = await judge(suiteIn(counted), [rounds(3)]);
    assert.deepEqual(seldom.problems, []);
    assert.equal(readFileSync(join(counted, 'runs.txt'), 'utf8').length, 1 + 3, 'the ordinary run too');
  });

  it('hear an objection again before they tell it', async () => {
    const counted = scratch({});
    const once = `${countingIn(counted)}it('fails the second time', () => { assert.notEqual(run(), 2); });`;
    const { problems } = await judge(once, [tokyo]);
    assert.deepEqual(problems, []);
    assert.equal(readFileSync(join(counted, 'runs.txt'), 'utf8').length, 3);
  });

  it('say why a test could not even run in them', async () => {
    const { problems } = await judge(
      `if (new Date(0).getTimezoneOffset() === -540) throw new Error('No files in Tokyo.');
it('is there', () => {});
`,
      [tokyo],
    );
    assert.match(messages(problems).join('\n'), /^'is there' fails in Tokyo: .*No files in Tokyo\./);
  });

  it('object to nothing once they are cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    let decided = 0;
    const { problems } = await judge("it('is there', () => {});", [tokyo, { ...tokyo, id: 'two' }], {
      signal: abort.signal,
      onTrial: () => (decided += 1),
    });
    assert.deepEqual(problems, []);
    assert.equal(decided, 2);
  });

  it('keep a grade from being complete, and count as its progress', async () => {
    const trials: Trial[] = [tokyo, { id: 'often', title: 'when run 3 times', repeat: 3 }];
    const exercise = exerciseWith(trials);
    const events: GradeEvent[] = [];
    const good = await gradeSubmission(exercise, solutionSubmission(exercise), {
      ...setting,
      onProgress: (event) => events.push(event),
    });
    assert.equal(good.result.complete, true);
    const stages = events.flatMap((event) =>
      event.type === 'stage' && event.total === trials.length ? [`${event.done}/${event.total}`] : [],
    );
    assert.deepEqual(stages, ['0/2', '1/2', '2/2']);

    const { files } = solutionSubmission(exercise);
    const local = new Map(
      [...files].map(([path, text]) => [
        path,
        `${text}\nit('is at home', () => {
  assert.notEqual(new Date(0).getTimezoneOffset(), -540, 'Not at home.');
});
`,
      ]),
    );
    const { result } = await gradeSubmission(exercise, { files: local, folder: null }, setting);
    assert.deepEqual(messages(result.problems), ["'is at home' fails in Tokyo: Not at home."]);
    assert.equal(result.complete, false);
    assert.ok(
      result.faults.every(({ caught }) => caught),
      'faults are still judged',
    );
  });
});
