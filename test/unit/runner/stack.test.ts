import assert from 'node:assert/strict';
import { framesOf, ownFrame, syntaxFrame } from '../../../src/runner/stack.ts';

/** As Node prints them there. */
const windows = `AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:
    at Context.<anonymous> (file:///c:/Users/J%C3%BCrgen%20(home)/course/02-database/repositories/tests/a.test.ts?itlab-round=2:12:10)
    at async Helper.close (c:\\Users\\ann\\course\\tests\\support\\site.cjs:4:3)
    at callFn (C:\\Users\\ann\\.vscode\\extensions\\itlab\\dist\\toolchain\\node_modules\\mocha\\lib\\runnable.js:364:21)
    at process.processImmediate (node:internal/timers:485:21)`;
const share = `Error: no
    at read (\\\\server\\share\\course\\tests\\helper.cjs:3:9)
    at Context.<anonymous> (file://server/share/course/tests/b.test.ts:7:1)`;

describe('places in stacks of other platforms', () => {
  it('are those of the files, with drive, share, blanks and brackets', () => {
    assert.deepEqual(
      framesOf(windows, 'win32').map(({ file, line, column }) => [file, line, column]),
      [
        ['c:\\Users\\Jürgen (home)\\course\\02-database\\repositories\\tests\\a.test.ts', 12, 10],
        ['c:\\Users\\ann\\course\\tests\\support\\site.cjs', 4, 3],
        [
          'C:\\Users\\ann\\.vscode\\extensions\\itlab\\dist\\toolchain\\node_modules\\mocha\\lib\\runnable.js',
          364,
          21,
        ],
      ],
    );
    assert.deepEqual(
      framesOf(share, 'win32').map(({ file }) => file),
      ['\\\\server\\share\\course\\tests\\helper.cjs', '\\\\server\\share\\course\\tests\\b.test.ts'],
    );
  });

  it('are the learner’s whichever case the drive has', () => {
    const tests = 'C:\\Users\\ann\\course\\tests';
    assert.equal(ownFrame(windows, [tests], 'C:\\Users\\ann\\course', 'win32')?.line, 4);
    assert.equal(ownFrame(share, ['\\\\Server\\share\\course\\tests\\b.test.ts'], '', 'win32')?.line, 7);
    // A package is nobody's own, also below the exercise.
    assert.equal(ownFrame(windows.split('\n').at(-2) ?? '', [], 'C:\\Users\\ann', 'win32'), null);
  });

  it('are told of syntax errors', () => {
    assert.deepEqual(
      syntaxFrame('c:\\course\\a.cjs:3\nconst = 1;\r\n      ^\n\nSyntaxError: Unexpected', 'win32'),
      {
        file: 'c:\\course\\a.cjs',
        line: 3,
        column: 7,
      },
    );
    assert.equal(syntaxFrame('file:///C:/course/a.mjs:2\nlet\n', 'win32')?.file, 'C:\\course\\a.mjs');
    assert.equal(syntaxFrame('\\\\server\\share\\a.cjs:2\nlet\n', 'win32')?.file, '\\\\server\\share\\a.cjs');
  });
});
