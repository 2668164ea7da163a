import assert from 'node:assert/strict';
import { selected } from '../../../scripts/unitTests.ts';

describe('the choice of unit tests', () => {
  const all = ['test/unit/cli/lint.test.ts', 'test/unit/course/lint.test.ts', 'test/unit/runner/a.test.ts'];

  it('is all of them without a pattern', () => {
    assert.deepEqual(selected(all, {}), { files: all, title: undefined });
  });

  it('goes by files, written with either slash', () => {
    assert.deepEqual(selected(all, { pattern: 'cli/lint' }).files, [all[0]]);
    assert.deepEqual(selected(all, { pattern: 'test\\unit\\runner', title: 'adds' }), {
      files: [all[2]],
      title: 'adds',
    });
  });

  it('goes by titles where no file is called so', () => {
    assert.deepEqual(selected(all, { pattern: 'adds two numbers' }), {
      files: all,
      title: 'adds two numbers',
    });
  });
});
