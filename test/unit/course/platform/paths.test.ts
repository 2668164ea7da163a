import assert from 'node:assert/strict';
import {
  isInPackage,
  isInside,
  isSamePath,
  pathFrom,
  withSlashes,
} from '../../../../src/course/platform/paths.ts';

describe('paths of other platforms', () => {
  it('are the same on Windows in any case, with any slash, and with one at the end', () => {
    for (const other of [
      'C:\\Users\\ann\\course',
      'c:\\users\\ANN\\course',
      'c:/Users/ann/course',
      'c:\\Users\\ann\\course\\',
    ]) {
      assert.ok(isSamePath('c:\\Users\\ann\\course', other, 'win32'), other);
    }
    assert.ok(isSamePath('\\\\Server\\Share\\course', '\\\\server\\share\\course\\', 'win32'));
    assert.ok(!isSamePath('c:\\course', 'd:\\course', 'win32'));
    assert.ok(!isSamePath('/Users/ann', '/users/ann', 'darwin'));
    assert.ok(!isSamePath('/home/Ann', '/home/ann', 'linux'));
    assert.ok(isSamePath('/home/ann/', '/home/ann', 'linux'));
  });

  it('lie in a folder by the rules of the platform', () => {
    assert.ok(isInside('C:\\course\\tests\\a.test.ts', ['c:\\Course'], 'win32'));
    assert.ok(isInside('c:/course/tests', ['c:\\course\\tests'], 'win32'));
    assert.ok(isInside('c:\\a.ts', ['C:\\'], 'win32'));
    assert.ok(isInside('\\\\server\\share\\course\\a.ts', ['\\\\SERVER\\share\\course'], 'win32'));
    assert.ok(!isInside('c:\\course-2\\a.ts', ['c:\\course'], 'win32'));
    assert.ok(!isInside('/Course/a.ts', ['/course'], 'linux'));
    assert.ok(isInside('/course', ['/other', '/course'], 'linux'));
    assert.ok(!isInside('/course\\a.ts', ['/course'], 'linux'));
  });

  it('become keys with forward slashes', () => {
    assert.equal(pathFrom('c:\\course', 'C:\\course\\tests\\a.test.ts', 'win32'), 'tests/a.test.ts');
    assert.equal(
      pathFrom('\\\\server\\share', '\\\\server\\share\\tests\\a.test.ts', 'win32'),
      'tests/a.test.ts',
    );
    assert.equal(pathFrom('/course', '/course/a\\b.test.ts', 'linux'), 'a\\b.test.ts');
    assert.equal(pathFrom('c:\\course', 'c:\\other\\a.ts', 'win32'), '../other/a.ts');
    assert.equal(withSlashes('c:\\course\\**', 'win32'), 'c:/course/**');
    assert.equal(withSlashes('/a\\b', 'darwin'), '/a\\b');
  });

  it('lie in a package whatever the slashes are', () => {
    assert.ok(isInPackage('c:\\course\\node_modules\\hono\\dist\\index.js'));
    assert.ok(isInPackage('/course/node_modules/hono/index.js'));
    assert.ok(!isInPackage('/course/my_node_modules/index.js'));
  });
});
