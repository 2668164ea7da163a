import assert from 'node:assert/strict';
import { NoAnswerError } from '../src/retrying-client.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('a suite narrowed while debugging', () => {
  it.only('has an error of its own', () => {
    assert.equal(new NoAnswerError('No answer.').name, 'NoAnswerError');
  });

  it('has a clock that stands still', () => {
    assert.equal(new FakeClock(7).now(), 7);
  });
});
