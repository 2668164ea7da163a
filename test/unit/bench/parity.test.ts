import assert from 'node:assert/strict';
import { bareVerdictsIn, compare } from '../../bench/runner/parity.ts';

const told = (verdict: string, key: string): string => JSON.stringify({ verdict, key });

describe('the comparison with bare mocha', () => {
  it('takes a test without a verdict, or with a failed hook, for one that could not be judged', () => {
    const bare = bareVerdictsIn([
      told('passed', 'a'),
      told('passed', 'b'),
      told('hook', 'b'),
      told('hook', ''),
    ]);
    const ours = new Map([
      ['a', 'passed' as const],
      ['b', 'errored' as const],
      ['c', 'errored' as const],
    ]);
    assert.deepEqual(compare(bare, ours), { all: 3, differences: [] });
  });

  it('names each difference, also a test that is missing', () => {
    const bare = bareVerdictsIn([told('passed', 'a'), told('failed', 'b'), told('passed', 'b')]);
    assert.deepEqual(compare(bare, new Map([['b', 'passed']])), {
      all: 2,
      differences: ['a is passed and we say missing', 'b is failed and we say passed'],
    });
  });
});
