import assert from 'node:assert/strict';
import type { ShownHints } from '../../../src/protocol/hints.ts';
import { hintAnnouncement, hintModel } from '../../../src/webview/hintsModel.ts';
import { english, repositories } from './sampleStates.ts';

const steps = [
  { kind: 'concept', text: 'It lies in the `rows`.' },
  { kind: 'place', text: 'Two orders of one user.' },
  { kind: 'fault', text: '--- a/src/a.ts\n-one\n+two\n' },
] as const;

const ladder = (shown: number, key = 'fault:twice'): ShownHints => ({
  exercise: repositories.id,
  key,
  total: 3,
  shown: steps.slice(0, shown),
});

const model = (shown: number) =>
  hintModel([ladder(shown)], repositories.id, 'fault:twice', english.hint, english);

describe('hintModel', () => {
  it('shows nothing at first, and offers the first step', () => {
    assert.deepEqual(model(0), {
      key: 'fault:twice',
      title: 'Hint',
      progress: '',
      steps: [],
      next: 'Show the first hint',
      nextStep: 1,
    });
  });

  it('shows what was asked for, and offers one step more', () => {
    const hint = model(2);
    assert.equal(hint?.progress, '2 of 3');
    assert.deepEqual(
      hint?.steps.map(({ label, diff }) => [label, diff]),
      [
        ['Idea', false],
        ['Where to look', false],
      ],
    );
    assert.deepEqual([hint?.next, hint?.nextStep], ['Show the next hint', 3]);
  });

  it('ends in the fault itself as a diff, and then the model answer', () => {
    const hint = model(3);
    assert.deepEqual(hint?.steps[2], {
      label: 'The fault itself',
      text: '--- a/src/a.ts\n-one\n+two',
      diff: true,
    });
    assert.deepEqual([hint?.next, hint?.nextStep], ['Compare with the model answer…', null]);
  });

  it('is absent for a ladder that there is not, or that is another exercise’s', () => {
    assert.equal(hintModel([ladder(1)], repositories.id, 'trial', english.hint, english), null);
    assert.equal(hintModel([ladder(1)], '01/other', 'fault:twice', english.hint, english), null);
  });
});

describe('hintAnnouncement', () => {
  it('reads a step that came', () => {
    assert.equal(
      hintAnnouncement([ladder(0)], [ladder(1)], english),
      'Hint 1 of 3, Idea. It lies in the rows.',
    );
  });

  it('says of a diff only that it is there', () => {
    assert.equal(hintAnnouncement([ladder(2)], [ladder(3)], english), 'Hint 3 of 3, The fault itself.');
  });

  it('is silent when nothing came, and about ladders that came with a grade', () => {
    assert.equal(hintAnnouncement([ladder(2)], [ladder(2)], english), '');
    assert.equal(hintAnnouncement([], [ladder(2)], english), '');
    assert.equal(hintAnnouncement([ladder(2)], [], english), '');
  });
});
