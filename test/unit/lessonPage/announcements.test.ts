import assert from 'node:assert/strict';
import type { ExerciseState } from '../../../src/protocol/lessonPage.ts';
import { announcement } from '../../../src/webview/announcements.ts';
import { english, fresh, perfect, poor, repositories } from './sampleStates.ts';

const running = { type: 'running', done: 0, total: 2 } as const;
const grading = { type: 'grading', stage: 'tests', done: 0, total: 2 } as const;
const say = (before: Partial<ExerciseState>, after: Partial<ExerciseState>) =>
  announcement(repositories, { ...fresh, ...before }, { ...fresh, ...after }, english);

describe('announcement', () => {
  it('says that something began', () => {
    assert.equal(say({}, { activity: running }), 'Repositories on SQLite: running.');
    assert.equal(say({}, { activity: grading }), 'Repositories on SQLite: grading.');
  });

  it('says how it ended', () => {
    const run = { passed: 5, failed: 1, errored: 0, pending: 0, message: null };
    assert.equal(
      say({ activity: running }, { run }),
      'Repositories on SQLite: run finished, 5 passed, 1 failed.',
    );
    assert.equal(say({ activity: grading }, { grade: perfect }), 'Repositories on SQLite: complete.');
    assert.equal(
      say({ activity: grading }, { grade: poor }),
      'Repositories on SQLite: not complete yet. Tests pass 1 / 2, Variants accepted 1 / 2, Hygiene 1 leak, ' +
        'Isolation 1 dependence, Faults caught 1 / 3.',
    );
    assert.equal(say({ activity: running }, {}), 'Repositories on SQLite: stopped.');
    assert.equal(say({ activity: grading }, {}), 'Repositories on SQLite: stopped.');
  });

  it('gives the first problem where no stage has anything to show', () => {
    const problems = [{ code: 'only-or-skip', message: 'A test is skipped.' } as const];
    assert.equal(
      say({ activity: grading }, { grade: { ...perfect, complete: false, problems } }),
      'Repositories on SQLite: not complete yet. A test is skipped.',
    );
  });

  it('says that results became outdated, and that something broke', () => {
    assert.equal(
      say({ grade: perfect }, { grade: perfect, outdated: true }),
      'Repositories on SQLite: results are outdated.',
    );
    assert.equal(say({ activity: running }, { error: 'It broke.' }), 'Repositories on SQLite: It broke.');
  });

  it('is silent about counts, about what has not changed, and about the first state', () => {
    assert.equal(say({ activity: running }, { activity: { ...running, done: 1 } }), '');
    assert.equal(say({ activity: grading }, { activity: { ...grading, stage: 'faults', done: 1 } }), '');
    assert.equal(say({ grade: perfect }, { grade: perfect }), '');
    assert.equal(say({ grade: perfect, outdated: true }, { grade: perfect, outdated: true }), '');
    assert.equal(say({ error: 'It broke.' }, { error: 'It broke.' }), '');
    assert.equal(announcement(repositories, null, { ...fresh, activity: running }, english), '');
  });
});
