import assert from 'node:assert/strict';
import { pageStrings } from '../../../src/extension/lessons/pageStrings.ts';
import { decodeToLessonPage } from '../../../src/webview/messages.ts';
import { decodeStrings, fill } from '../../../src/webview/strings.ts';
import { fresh } from './sampleStates.ts';

describe('the page\u2019s texts', () => {
  it('are decoded, and a missing one is named', () => {
    assert.equal(decodeStrings(JSON.stringify(pageStrings)).complete, 'Complete');
    const { complete: _left, ...rest } = pageStrings;
    assert.throws(() => decodeStrings(JSON.stringify(rest)), /"complete"/);
    assert.throws(() => decodeStrings('null'), /no text for/);
  });

  it('are filled in order, whatever the arguments hold', () => {
    assert.equal(fill('{1} before {0}', 'a', 2), '2 before a');
    assert.equal(fill('{0}', '{1} $& $1'), '{1} $& $1');
    assert.equal(fill('{0} and {1}', 'a'), 'a and {1}');
  });
});

describe('decodeToLessonPage', () => {
  it('takes a state', () => {
    const message = { type: 'state', trusted: true, exercises: [fresh], hints: [], next: {} };
    assert.deepEqual(decodeToLessonPage(message), message);
  });

  it('takes where to go, and nothing more of it', () => {
    for (const hint of ['polluter', null]) {
      const message = { type: 'goTo', exercise: fresh.id, hint, focus: hint === null };
      assert.deepEqual(decodeToLessonPage({ ...message, more: 1 }), message);
    }
  });

  for (const value of [
    { type: 'goTo', exercise: 'a' },
    { type: 'goTo', hint: null },
    null,
    'state',
    {},
    { type: 'state' },
    { type: 'other', trusted: true, exercises: [], hints: [] },
    { type: 'state', trusted: true, exercises: [] },
    { type: 'state', trusted: true, exercises: [], hints: [] },
  ]) {
    it(`leaves ${JSON.stringify(value)} to others`, () => {
      assert.equal(decodeToLessonPage(value), null);
    });
  }
});
