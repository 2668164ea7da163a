import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { realFolder } from '../../../../src/course/running/temporaryPlace.ts';

describe('the folder for temporary files', () => {
  it('is taken as it is named where the system knows no other path of it, as of a disk in memory on Windows', async () => {
    const unknown = ((path: string) =>
      Promise.reject(
        new Error(`EISDIR: illegal operation on a directory, realpath '${path}'`),
      )) as typeof realpath;
    assert.equal(await realFolder('some/place', unknown), resolve('some/place'));
    assert.equal(await realFolder('.'), await realpath('.'));
  });
});
