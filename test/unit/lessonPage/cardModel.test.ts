import assert from 'node:assert/strict';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import type { ExerciseState } from '../../../src/protocol/lessonPage.ts';
import { cardModel } from '../../../src/webview/cardModel.ts';
import { english, fresh, perfect, poor, repositories } from './sampleStates.ts';

const card = (state: Partial<ExerciseState>, exercise = repositories, trusted = true) =>
  cardModel(exercise, { ...fresh, ...state }, trusted, [], english);

const stages = (state: Partial<ExerciseState>, exercise = repositories) =>
  card(state, exercise).stages.map(({ value, tone }) => `${value} ${tone}`);

const badges = (state: Partial<ExerciseState>) => card(state).badges.map(({ text }) => text);

describe('cardModel', () => {
  it('shows an exercise that is not started, with the counts it will be judged by', () => {
    assert.deepEqual(stages({}), ['– none', '– / 2 none', '– none', '– none', '– / 3 none']);
    assert.deepEqual(badges({}), ['Not started']);
    assert.equal(card({}).canStart, true);
    assert.equal(card({}).activity, null);
  });

  it('shows the same before the extension has said anything', () => {
    assert.deepEqual(cardModel(repositories, null, true, [], english), card({}));
  });

  it('counts a run, and lets nothing else start meanwhile', () => {
    const { activity, status, canStart } = card({ activity: { type: 'running', done: 3, total: 6 } });
    assert.deepEqual(activity, { label: 'Running tests, 3 of 6', done: 3, total: 6 });
    assert.equal(status, 'running');
    assert.equal(canStart, false);
  });

  it('gives no count while the total is not known', () => {
    const { activity } = card({ activity: { type: 'running', done: 0, total: 0 } });
    assert.deepEqual(activity, { label: 'Running tests', done: 0, total: 0 });
  });

  it('sums up a run, with its first problem', () => {
    const run = { passed: 4, failed: 1, errored: 2, pending: 1, message: 'boom' };
    assert.deepEqual(card({ run }).run, {
      title: 'Last run:',
      summary: '4 passed, 1 failed, 2 could not run, 1 pending',
      message: 'boom',
      tone: 'bad',
      outdated: false,
      outdatedNotice: null,
      failures: [],
      links: [],
    });
    assert.deepEqual(badges({ run }), ['In progress']);
  });

  it('never calls a run without tests good', () => {
    const run = { passed: 0, failed: 0, errored: 0, pending: 0, message: null };
    const model = card({ run }).run;
    assert.equal(model?.summary, 'no tests ran');
    assert.equal(model?.tone, 'warning');
  });

  it('shows a complete exercise', () => {
    assert.deepEqual(stages({ grade: perfect }), [
      '2 / 2 good',
      '2 / 2 good',
      'clean good',
      'clean good',
      '3 / 3 good',
    ]);
    assert.deepEqual(badges({ grade: perfect }), ['Complete']);
    assert.deepEqual(card({ grade: perfect }).findings, []);
  });

  it('shows what is missing, in every stage', () => {
    assert.deepEqual(stages({ grade: poor }), [
      '1 / 2 bad',
      '1 / 2 bad',
      '1 leak warning',
      '1 dependence warning',
      '1 / 3 bad',
    ]);
    assert.deepEqual(badges({ grade: poor }), ['In progress']);
  });

  it('says in words what a colour shows', () => {
    const spoken = (grade: GradeResult) => card({ grade }).stages.map((stage) => stage.spoken);
    assert.deepEqual(spoken(poor).slice(0, 3), [
      '1 of 2, not passed',
      '1 of 2, not passed',
      '1 leak, not passed',
    ]);
    assert.deepEqual(spoken(perfect).slice(2, 4), ['clean, passed', 'clean, passed']);
  });

  it('shows how far a grade has come: judged, being judged, not judged', () => {
    const activity = { type: 'grading', stage: 'hygiene', done: 1, total: 4 } as const;
    assert.deepEqual(stages({ activity, grade: poor }), [
      '1 / 2 bad',
      '1 / 2 bad',
      '1 / 4 active',
      '– none',
      '– / 3 none',
    ]);
    assert.equal(card({ activity }).activity?.label, 'Grading: hygiene, 1 of 4');
    assert.equal(card({ activity }).canStart, false);
  });

  it('calls nothing clean that was not judged', () => {
    const nothingRan: GradeResult = { ...perfect, complete: false, tests: [], variants: [], faults: [] };
    assert.deepEqual(stages({ grade: nothingRan }), [
      'none bad',
      '– / 2 none',
      '– none',
      '– none',
      '– / 3 none',
    ]);
    const cancelled: GradeResult = {
      ...perfect,
      complete: false,
      faults: [],
      problems: [{ code: 'cancelled', message: 'Cancelled.' }],
    };
    assert.deepEqual(stages({ grade: cancelled }).slice(2), ['– none', '– none', '– / 3 none']);
    const unknown: GradeResult = { ...perfect, isolation: { clean: false, pairs: [] } };
    assert.equal(stages({ grade: unknown })[3], '– none');
  });

  it('passes the variants of an exercise that has none', () => {
    const exercise = { ...repositories, variants: 0 };
    assert.equal(stages({ grade: { ...perfect, variants: [] } }, exercise)[1], 'none good');
    assert.equal(stages({}, exercise)[1], '– none');
  });

  it('marks results outdated after an edit, and keeps them', () => {
    const model = card({ grade: poor, outdated: true });
    assert.deepEqual(badges({ grade: poor, outdated: true }), ['In progress', 'Outdated']);
    assert.equal(model.outdated, true);
    assert.match(model.outdatedNotice ?? '', /edited a file/);
    assert.deepEqual(model.stages, card({ grade: poor }).stages);
    assert.deepEqual(model.matrix, card({ grade: poor }).matrix);
  });

  it('remembers what was complete once', () => {
    assert.deepEqual(badges({ grade: perfect, completed: true }), ['Complete']);
    assert.deepEqual(badges({ grade: perfect, completed: true, outdated: true }), [
      'Complete before',
      'Outdated',
    ]);
    assert.deepEqual(badges({ grade: poor, completed: true }), ['Complete before']);
    assert.deepEqual(badges({ completed: true }), ['Complete before'], 'on another machine');
  });

  it('has nothing to mark outdated before the first result, or while new ones are made', () => {
    assert.equal(card({ outdated: true }).outdated, false);
    const activity = { type: 'grading', stage: 'tests', done: 0, total: 2 } as const;
    assert.equal(card({ grade: poor, outdated: true, activity }).outdated, false);
  });

  const run = { passed: 1, failed: 1, errored: 0, pending: 0, message: null };

  it('keeps a run after an edit fresh beside the old grade', () => {
    const model = card({ grade: poor, outdated: true, run });
    assert.equal(model.outdated, true);
    assert.equal(model.run?.outdated, false);
    assert.equal(model.run?.outdatedNotice, null);
  });

  it('says of a run alone that a file was edited since, and nothing of a grade', () => {
    const model = card({ run, runOutdated: true });
    assert.equal(model.outdatedNotice, null);
    assert.equal(model.run?.outdated, true);
    assert.equal(model.run?.outdatedNotice, '(edited since)');
    assert.deepEqual(badges({ run, runOutdated: true }), ['In progress', 'Outdated']);
  });

  it('shows no old run while a grade is made, and an old one as old while a new one is', () => {
    assert.equal(card({ run, activity: { type: 'grading', stage: 'faults', done: 1, total: 3 } }).run, null);
    assert.equal(card({ run, activity: { type: 'running', done: 1, total: 3 } }).run?.outdated, true);
  });

  it('names the order and the tests that failed, with their places', () => {
    const failures = [{ title: 'lists', message: '1 !== 2', file: 'tests/a.test.ts', line: 4 }];
    const model = card({ run: { ...run, order: -1, failures } }).run;
    assert.equal(model?.title, 'Last run, in reversed order:');
    assert.deepEqual(
      model.failures.map(({ text, links }) => [text, links.map((link) => link.text)]),
      [['“lists”: 1 !== 2', ['tests/a.test.ts:4']]],
    );
  });

  it('starts nothing in an untrusted workspace and says why', () => {
    const model = card({ grade: poor }, repositories, false);
    assert.equal(model.canStart, false);
    assert.match(model.trustNotice ?? '', /not trusted/);
    assert.deepEqual(model.stages, card({ grade: poor }).stages);
    assert.equal(card({}).trustNotice, null);
  });

  it('offers the exercise’s own hints until it is complete', () => {
    const hints = [{ exercise: repositories.id, key: 'exercise', total: 3, shown: [] }];
    const offered = (state: Partial<ExerciseState>) =>
      cardModel(repositories, { ...fresh, ...state }, true, hints, english).hint?.title;
    assert.equal(offered({}), 'Hints for this exercise');
    assert.equal(offered({ grade: poor }), 'Hints for this exercise');
    assert.equal(offered({ grade: perfect }), undefined);
    assert.equal(card({}).hint, null, 'nothing is offered that the extension has not');
  });

  it('speaks of ruling faults out where the suite is given', () => {
    const exercise = { ...repositories, kind: 'complete-the-code' };
    const model = card({ grade: poor }, exercise);
    assert.equal(model.stages[4]?.label, 'Faults ruled out');
    assert.equal(model.matrix?.caption, 'Which test rules out which fault');
    assert.equal(model.findings.at(-1)?.text, 'A fault is not ruled out: fault 3.');
    assert.equal(card({ grade: poor }).stages[4]?.label, 'Faults caught');
  });
});
