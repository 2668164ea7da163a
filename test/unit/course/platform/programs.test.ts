import assert from 'node:assert/strict';
import { needsShell, nodeFileName } from '../../../../src/course/platform/programs.ts';

describe('programs of other platforms', () => {
  it('are called by their names there', () => {
    assert.equal(nodeFileName('win32'), 'node.exe');
    assert.equal(nodeFileName('darwin'), 'node');
  });

  it('are no scripts', () => {
    assert.deepEqual(
      ['C:\\nvm\\node.CMD', 'x.bat', 'C:\\nodejs\\node.exe', '/usr/bin/node', '/opt/cmd'].map(needsShell),
      [true, true, false, false, false],
    );
  });
});
