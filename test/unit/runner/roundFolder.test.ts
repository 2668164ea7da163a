import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRoundFolder, removeRoundFolder } from '../../../src/runner/roundFolder.ts';
import { useScratch } from '../../support/scratch.ts';

describe('the folder for a round’s temporary files', () => {
  const scratch = useScratch();

  it('is removed with what is in it', () => {
    const folder = makeRoundFolder(scratch(), 3);
    writeFileSync(join(folder, 'left'), '');
    assert.equal(removeRoundFolder(folder), true);
    assert.equal(existsSync(folder), false);
  });

  it('stays where something in it is open on Windows, and that ends nothing', () => {
    const folder = makeRoundFolder(scratch(), 0);
    const busy = (): never => {
      throw Object.assign(new Error('EBUSY: resource busy or locked, unlink'), { code: 'EBUSY' });
    };
    assert.equal(removeRoundFolder(folder, busy), false);
  });
});
