import assert from 'node:assert/strict';
import { nextAnnouncement, nextModel } from '../../../src/webview/nextModel.ts';
import { english, fresh, perfect, poor, repositories } from './sampleStates.ts';

describe('what comes after an exercise', () => {
  const complete = { ...fresh, grade: perfect, completed: true };
  const step = { type: 'exercise', exercise: '02-database/fixture', title: 'A fixture' } as const;

  it('is one button, with what was proven', () => {
    assert.deepEqual(nextModel(repositories, complete, step, english), {
      proven:
        'All 3 faults are caught, and 2 correct systems that work differently are accepted. Nothing is left behind, and no test needs another one.',
      button: 'Next exercise: A fixture',
      exercise: '02-database/fixture',
    });
    const lesson = { type: 'lesson', lesson: '03-isolation', title: 'Isolation' } as const;
    assert.equal(nextModel(repositories, complete, lesson, english)?.button, 'Next lesson: Isolation');
    const end = nextModel(repositories, complete, { type: 'end' }, english);
    assert.equal(end?.button, 'Go on with a project of your own');
    assert.equal(end?.exercise, null);
  });

  it('claims nothing that the grade has not looked at', () => {
    const proven = (grade: typeof perfect, kind = repositories.kind): string | undefined =>
      nextModel({ ...repositories, kind }, { ...complete, grade }, step, english)?.proven;
    const { variants } = perfect;
    const unclean = { ...perfect, isolation: { clean: false, pairs: [] } };
    assert.equal(proven({ ...unclean, variants: [] }), 'All 3 faults are caught.');
    assert.equal(
      proven({ ...unclean, variants: variants.slice(1) }),
      'All 3 faults are caught, and a correct system that works differently is accepted.',
    );
    assert.match(proven(perfect, 'write-the-fixture') ?? '', /^All 3 faults are ruled out, also in 2 /);
    assert.doesNotMatch(proven({ ...perfect, hygiene: poor.hygiene }) ?? '', /Nothing is left/);
  });

  it('is not asked before the exercise is complete, while something goes on, and after an edit', () => {
    const running = { ...complete, activity: { type: 'running', done: 0, total: 2 } } as const;
    for (const state of [null, fresh, { ...fresh, grade: poor }, { ...complete, outdated: true }, running]) {
      assert.equal(nextModel(repositories, state, step, english), null);
    }
    assert.equal(nextModel(repositories, complete, undefined, english), null);
  });

  it('is said once to those who hear it', () => {
    const next = nextModel(repositories, complete, step, english);
    assert.ok(next);
    assert.match(nextAnnouncement(next, english), /^All 3 faults .*To go on: Next exercise: A fixture\.$/);
  });
});
