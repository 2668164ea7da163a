import assert from 'node:assert/strict';
import { dependencesOf } from '../../../src/protocol/dependences.ts';
import type { GradedFinding, GradeResult } from '../../../src/protocol/gradeResult.ts';
import { leaksOf, whereText } from '../../../src/protocol/leaks.ts';
import { perfect } from './sampleStates.ts';

describe('leaksOf', () => {
  const leak = (test: string, line = 18, rule: 'open-databases' | 'order-dependence' = 'open-databases') => ({
    rule,
    test,
    message: 'left open',
    file: 'tests/a.test.ts',
    line,
  });
  const grade = (change: Partial<GradeResult>): GradeResult => ({ ...perfect, ...change });

  it('tells a line once, with all its tests', () => {
    const leaks = leaksOf(grade({ hygiene: [leak('a'), leak('b'), leak('a', 20)] }));
    assert.deepEqual(
      leaks.map(({ line, tests }) => [line, tests]),
      [
        [18, ['a', 'b']],
        [20, ['a']],
      ],
    );
  });

  it('leaves what depends on the order to dependencesOf', () => {
    assert.deepEqual(leaksOf(grade({ hygiene: [leak('victim', 3, 'order-dependence')] })), []);
  });

  it('says where a leak is and which tests showed it', () => {
    const [one] = leaksOf(grade({ hygiene: [leak('a'), leak('b')] }));
    assert.ok(one);
    assert.equal(whereText(one), "tests/a.test.ts:18, in 'a' and 1 more");
    assert.equal(whereText({ file: '', line: 0, tests: [] }), '');
  });
});

describe('dependencesOf', () => {
  const dependent = (test: string, on: readonly string[], seed: number | null = null): GradedFinding => ({
    rule: 'order-dependence',
    test,
    message: test,
    file: '',
    line: 0,
    dependence: { on, seed },
  });
  const causes = (hygiene: readonly GradedFinding[], pairs: GradeResult['isolation']['pairs'] = []) =>
    dependencesOf({ hygiene, isolation: { pairs } }).map((one) => one.map(({ test }) => test));

  it('is one entry for tests that depend on one another, and one each for others', () => {
    assert.deepEqual(causes([dependent('a', ['b'], -1), dependent('c', ['d']), dependent('b', ['a'])]), [
      ['a', 'b'],
      ['c'],
    ]);
  });

  it('is one entry for all that one test spoils', () => {
    assert.deepEqual(causes([dependent('a', ['p'], 1), dependent('b', ['p'], 2)]), [['a', 'b']]);
  });

  it('ties together what a later one connects', () => {
    assert.deepEqual(causes([dependent('a', ['b']), dependent('c', ['d']), dependent('b', ['d'])]), [
      ['a', 'c', 'b'],
    ]);
  });

  it('keeps apart what nobody knows the cause of', () => {
    assert.deepEqual(causes([dependent('a', []), dependent('b', [])]), [['a'], ['b']]);
  });

  it('reads results of an older version by their pairs', () => {
    const { dependence: _, ...old } = dependent('victim', []);
    const [[one] = []] = dependencesOf({
      hygiene: [old],
      isolation: { pairs: [{ polluter: 'p', victim: 'victim', seed: 3 }] },
    });
    assert.deepEqual([one?.on, one?.seed], [['p'], 3]);
    assert.deepEqual(causes([], [{ polluter: 'p', victim: 'v', seed: 3 }]), [['v']]);
  });
});
