import assert from 'node:assert/strict';
import {
  definesTests,
  holdsTests,
  isInTestFolder,
  isNamedAsTest,
} from '../../../src/course/check/testNames.ts';

describe('which files are tests', () => {
  const named = [
    'a.test.ts',
    '/x/a.spec.cjs',
    'src/a_test.js',
    'src/a-test.mjs',
    'test-a.js',
    'lib/test_a.js',
    'test.js',
    'spec/tests.tsx',
    'View.Test.jsx',
  ];
  const notNamed = [
    'latest.js',
    'contest.ts',
    'my-test-helper.js',
    'attest-a.js',
    'testing.js',
    'a.test.json',
    'a.test.js.snap',
    'inspect.ts',
  ];
  for (const path of named) it(`'${path}' is called like one`, () => assert.equal(isNamedAsTest(path), true));
  for (const path of notNamed) it(`'${path}' is not`, () => assert.equal(isNamedAsTest(path), false));

  const definitions = [
    "it('adds', () => {});",
    "  describe.only(\n    'orders', function () {});",
    'test(`adds`, async () => {});',
    "suite('orders', () => {});",
    "xit('later');",
    'beforeEach(async function () {});',
    'setup(() => {});',
    "export const a = 1;\r\n\tcontext('b', () => {});",
  ];
  const none = [
    '',
    'const it = 1;',
    'submit(form);',
    'test(input);',
    'if (/x/.test(text)) it.next();',
    "// it('is a comment', () => {});",
    "runner.it('adds', () => {});",
    'before.apply(this);',
    'setup();',
    'exports.describe = (text) => text;',
  ];
  for (const text of definitions) {
    it(`${JSON.stringify(text)} defines tests`, () => assert.equal(definesTests(text), true));
  }
  for (const text of none) {
    it(`${JSON.stringify(text)} defines none`, () => assert.equal(definesTests(text), false));
  }

  it('a folder of tests is one at any height', () => {
    for (const path of ['test/a.js', '/x/tests/unit/a.js', 'src/__tests__/a.js', 'e2e/a.js'])
      assert.equal(isInTestFolder(path), true, path);
    for (const path of ['a.js', 'src/a.js', 'latest/a.js', 'src/test'])
      assert.equal(isInTestFolder(path), false, path);
  });

  it('a helper beside tests is none, and a new file there is', () => {
    assert.equal(holdsTests('test/support/open.js', 'exports.open = () => 1;'), false);
    assert.equal(holdsTests('test/orders.js', ' \n'), true);
    assert.equal(holdsTests('lib/orders.js', ''), false);
    assert.equal(holdsTests('test/data.json', ''), false);
    assert.equal(holdsTests('lib/selfcheck.js', "it('works', () => {});"), true);
  });
});
