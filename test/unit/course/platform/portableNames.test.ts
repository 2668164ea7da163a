import assert from 'node:assert/strict';
import {
  nameComplaint,
  nameComplaints,
  twinComplaints,
} from '../../../../src/course/platform/portableNames.ts';

describe('names that every system can have', () => {
  it('are no devices of Windows, and end in what Windows keeps', () => {
    for (const name of [
      'con',
      'NUL',
      'aux.test.ts',
      'Com1',
      'lpt².txt',
      'conin$',
      'a:b',
      'a?',
      'a\\b',
      'a\tb',
      'a.',
      'a ',
      'e\u0301.ts',
    ]) {
      assert.notEqual(nameComplaint(name), null, name);
    }
    for (const name of [
      'console.ts',
      'auxiliary',
      'com',
      'com10',
      'nul-values',
      'lpt',
      'é.ts',
      '.mocharc.json',
      'a b',
    ]) {
      assert.equal(nameComplaint(name), null, name);
    }
  });

  it('differ in more than their case, files and folders alike', () => {
    assert.deepEqual(twinComplaints(['tests/a.test.ts', 'tests/b.test.ts', 'src/a.ts']), []);
    assert.match(
      twinComplaints(['tests/Orders.test.ts', 'tests/orders.test.ts']).join(),
      /^tests\/Orders\.test\.ts and tests\/orders\.test\.ts are one/,
    );
    assert.match(
      twinComplaints(['tests/Support/a.ts', 'tests/support/b.ts']).join(),
      /^tests\/Support and tests\/support are one/,
    );
    assert.deepEqual(nameComplaints(['aux/a.ts', 'aux/b.ts']), [
      "aux: 'aux' is the name of a device on Windows. Call it something else.",
    ]);
  });
});
