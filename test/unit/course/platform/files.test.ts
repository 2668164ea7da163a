import assert from 'node:assert/strict';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  hasModes,
  isHeldOpen,
  isTaken,
  kindOf,
  syncsFolders,
} from '../../../../src/course/platform/files.ts';
import { useScratch } from '../../../support/scratch.ts';

const failed = (code: string): Error => Object.assign(new Error(code), { code });

describe('files of other platforms', () => {
  const scratch = useScratch();

  it('have modes, and folders to be written through, everywhere but on Windows', () => {
    assert.deepEqual([hasModes('win32'), syncsFolders('win32')], [false, false]);
    for (const platform of ['darwin', 'linux'] as const)
      assert.deepEqual([hasModes(platform), syncsFolders(platform)], [true, true]);
  });

  it('are waited for on Windows when somebody has them open, and there alone', () => {
    for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
      assert.equal(isHeldOpen(failed(code), 'win32'), true, code);
      assert.equal(isHeldOpen(failed(code), 'darwin'), false, code);
    }
    for (const error of [failed('ENOSPC'), failed('EXDEV'), new Error('no'), 'EPERM'])
      assert.equal(isHeldOpen(error, 'win32'), false);
  });

  it('are taken while they are there, on Windows a moment longer', () => {
    for (const platform of ['win32', 'linux'] as const)
      assert.equal(isTaken(failed('EEXIST'), platform), true);
    assert.equal(isTaken(failed('EPERM'), 'win32'), true);
    assert.equal(isTaken(failed('EPERM'), 'linux'), false);
    assert.equal(isTaken(failed('ENOENT'), 'win32'), false);
  });

  it('are what they are, also where a listing calls everything a link, as of OneDrive', () => {
    const folder = scratch({ 'tests/a.test.ts': '', 'b.ts': '' });
    symlinkSync(join(folder, 'tests'), join(folder, 'link'), 'junction');
    const listed = { isFile: () => false, isDirectory: () => false, isSymbolicLink: () => true };
    const kinds = readdirSync(folder).map((name) => [name, kindOf(listed, join(folder, name))]);
    assert.deepEqual(Object.fromEntries(kinds), { tests: 'folder', 'b.ts': 'file', link: 'other' });
    const entries = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries)
      assert.equal(kindOf(entry, join(folder, entry.name)), Object.fromEntries(kinds)[entry.name]);
    assert.equal(kindOf(listed, join(folder, 'gone')), 'other');
  });
});
