import assert from 'node:assert/strict';
import type { GradeResult } from '../../../src/protocol/gradeResult.ts';
import { leaksOf } from '../../../src/protocol/leaks.ts';
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

  it('leaves a dependence on order to its pair, when there is one', () => {
    const hygiene = [leak('victim', 3, 'order-dependence'), leak('alone', 9, 'order-dependence')];
    const isolation = { clean: false, pairs: [{ polluter: 'p', victim: 'victim', seed: -1 }] };
    assert.deepEqual(
      leaksOf(grade({ hygiene, isolation })).map(({ line }) => line),
      [9],
    );
  });
});
