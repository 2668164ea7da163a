import assert from 'node:assert/strict';
import { errorsByLayout } from '../../../../src/course/validation/typeCheck.ts';

describe('what the compiler prints', () => {
  it('is sorted by layout, with the line ends of every platform', () => {
    for (const end of ['\n', '\r\n']) {
      const text = [
        'solution/tests/a.test.ts(3,7): error TS2322: No.',
        "0.starter/src/b.ts(1,1): error TS1005: ';' expected.",
        '',
      ];
      assert.deepEqual(
        [...errorsByLayout(text.join(end))],
        [
          ['solution', ['tests/a.test.ts(3,7): error TS2322: No.']],
          ['0.starter', ["src/b.ts(1,1): error TS1005: ';' expected."]],
        ],
      );
    }
    assert.throws(
      () => errorsByLayout("error TS2688: Cannot find type definition file for 'mocha'.\r\n"),
      /cannot check/,
    );
  });
});
