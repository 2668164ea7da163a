import assert from 'node:assert/strict';
import { linkSync } from 'node:fs';
import { join } from 'node:path';
import { caseTwin, sameFileIn, type IsSameFile } from '../../../../src/course/platform/caseTwins.ts';
import { useScratch } from '../../../support/scratch.ts';

/** A folder in memory that does not tell cases apart. */
function folderOf(...names: string[]): IsSameFile {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return (one, other) => known.has(one.toLowerCase()) && one.toLowerCase() === other.toLowerCase();
}

describe('names that differ in their case', () => {
  const scratch = useScratch();

  it('are one file where the folder does not tell cases apart', () => {
    const isSameFile = folderOf('tests/Orders.test.ts');
    const paths = ['tests/users.test.ts', 'tests/Orders.test.ts'];
    assert.equal(caseTwin('tests/orders.test.ts', paths, isSameFile), 'tests/Orders.test.ts');
    assert.equal(caseTwin('TESTS/orders.test.ts', paths, isSameFile), 'tests/Orders.test.ts');
    assert.equal(caseTwin('tests/Orders.test.ts', paths, isSameFile), null, 'its own name is none');
    assert.equal(caseTwin('tests/users.test.ts', paths, isSameFile), null);
  });

  it('are two files where it does', () => {
    const folder = scratch({ 'tests/Orders.test.ts': '', 'Other.ts': '' });
    linkSync(join(folder, 'Other.ts'), join(folder, 'second-name.ts'));
    const isSameFile = sameFileIn(folder);
    assert.equal(isSameFile('Other.ts', 'second-name.ts'), true);
    assert.equal(isSameFile('Other.ts', 'tests/Orders.test.ts'), false);
    assert.equal(isSameFile('missing.ts', 'gone.ts'), false);
    assert.equal(
      caseTwin('other.ts', ['Other.ts'], () => false),
      null,
    );
  });
});
