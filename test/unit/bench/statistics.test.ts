import assert from 'node:assert/strict';
import { seeded } from '../../../src/runner/seededRandom.ts';
import { percentage, summarize } from '../../bench/statistics.ts';

describe('the statistics of the benchmark', () => {
  it('takes the middle, whatever the order', () => {
    assert.deepEqual(summarize([9, 1, 5]), { median: 5, min: 1, max: 9, runs: 3 });
    assert.deepEqual(summarize([10, 2, 4, 100]), { median: 7, min: 2, max: 100, runs: 4 });
    assert.deepEqual(summarize([3]), { median: 3, min: 3, max: 3, runs: 1 });
  });

  it('sorts numbers as numbers', () => {
    assert.equal(summarize([10, 9, 100]).median, 10);
  });

  it('has no median of nothing', () => {
    assert.throws(() => summarize([]), RangeError);
  });

  it('rounds no percentage up to 100', () => {
    assert.equal(percentage(9999, 10_000), 99.9);
    assert.equal(percentage(7, 7), 100);
    assert.equal(percentage(0, 0), 0);
  });

  it('repeats the same numbers for a seed', () => {
    const [one, other, third] = [seeded(4), seeded(4), seeded(5)];
    const numbers = [one(), one(), one()];
    assert.deepEqual([other(), other(), other()], numbers);
    assert.notEqual(third(), numbers[0]);
    assert.ok(numbers.every((number) => number >= 0 && number < 1));
  });
});
