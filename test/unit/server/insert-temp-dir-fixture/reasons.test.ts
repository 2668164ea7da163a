import { applied, assertRefused, offeredEdit } from '../offeredEdit.ts';
import assert from 'node:assert/strict';

const action = 'insert-temp-dir-fixture';

describe(action, () => {
  it('is not offered where there is no suite', () => {
    assert.equal(offeredEdit(action, "it('a', () => {});▮"), undefined);
  });

  it('says why it cannot apply', () => {
    const directly = 'Put the cursor directly inside a suite, outside its tests and hooks.';
    assertRefused(action, "▮describe('x', () => {});", directly);
    assertRefused(action, "describe('x', () => { it('a', () => { ▮ }); });", directly);
    assertRefused(action, "describe('x', () => { // ▮\n});", 'The cursor is in a comment or a text.');
    assertRefused(action, "describe('x', () => { ▮ ;", 'The file has syntax errors. Repair them first.');
    assertRefused(
      action,
      "const dir = 1, folder = 2;\ndescribe('x', () => { ▮ it('a', () => tempDir()); });",
      'The names `dir`, `folder` and `tempDir` are all taken in this suite.',
    );
    assertRefused(
      action,
      "const join = 1;\ndescribe('x', () => { ▮ });",
      'The name `join` is taken in this file.',
    );
    assertRefused(
      action,
      "describe('x', () => { const afterEach = 1; ▮ });",
      '`afterEach` means something else here: line 1.',
    );
  });

  it('refuses where the suite, or one around it, has such a folder', () => {
    const suite = (call: string): string => `import fs, { promises } from 'node:fs';
describe('x', () => {
  before(async () => { await ${call}; });
  describe('y', () => { ▮ });
});`;
    for (const call of ["fs.mkdtempSync('a')", "promises.mkdtemp('a')", "fs.promises.mkdtemp('a')"]) {
      assertRefused(action, suite(call), 'The suite makes a temporary folder already: line 3.');
    }
    assert.match(applied(action, suite("fs.mkdirSync('a')")), /fs\.mkdtempSync\(join\(/);
  });

  it('does not count a folder of one test', () => {
    const text = `import { mkdtempSync } from 'node:fs';
describe('x', () => {
▮
  it('a', () => { mkdtempSync('a'); });
});`;
    assert.match(applied(action, text), /^ {2}let dir: string;$/m);
  });
});
