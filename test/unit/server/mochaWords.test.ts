import assert from 'node:assert/strict';
import { hookName } from '../../../src/server/analysis/mochaModel.ts';
import type { MochaUi } from '../../../src/server/analysis/mochaModel.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { lintText } from '../../../src/server/lint.ts';
import { applied } from './offeredEdit.ts';

/** What the four hooks are called in a file. */
function words(text: string, mochaUi?: MochaUi): string {
  const { mocha } = readTestFile(typescriptParser, 'tests/a.test.js', text, { mochaUi });
  return (['before', 'beforeEach', 'after', 'afterEach'] as const)
    .map((kind) => hookName(kind, mocha.interface))
    .join(' ');
}

const bdd = 'before beforeEach after afterEach';
const tdd = 'suiteSetup setup suiteTeardown teardown';
const jest = 'beforeAll beforeEach afterAll afterEach';

describe('what hooks are called', () => {
  it('is mocha’s usual words in its usual files', () => {
    assert.equal(words("describe('x', () => { it('a', () => {}); });"), bdd);
    assert.equal(words("describe('x', () => { it('a', () => {}); test('b', () => {}); });"), bdd);
    assert.equal(words("describe('x', () => {});"), bdd);
    assert.equal(words("it('a', () => {});", 'bdd'), bdd);
    assert.equal(words(''), bdd);
  });

  it('is those of tdd where suites or hooks have them, or the settings say so', () => {
    assert.equal(words("suite('x', () => { test('a', () => {}); });"), tdd);
    assert.equal(words("suite('x', () => {});"), tdd);
    assert.equal(
      words("import { suite, test } from 'mocha';\nsuite('x', () => { test('a', () => {}); });"),
      tdd,
    );
    assert.equal(words("teardown(() => {}); test('a', () => {});"), tdd);
    assert.equal(words("test('a', () => {});", 'tdd'), tdd);
    assert.equal(words('', 'tdd'), tdd);
  });

  it('is mocha’s usual words in qunit files', () => {
    const suite = "suite('x');\ntest('a', () => {});\n";
    assert.equal(words(`beforeEach(() => {});\n${suite}`), bdd);
    assert.equal(words(suite, 'qunit'), bdd);
    assert.equal(words("test('a', () => {});", 'qunit'), bdd);
  });

  it('is Jest’s in files of its style', () => {
    const file = "describe('x', () => { test('a', () => {}); });";
    assert.equal(words(file), jest);
    assert.equal(words(file, 'bdd'), bdd);
    assert.equal(words(`${file} afterAll(() => {});`), jest);
    assert.equal(words("describe('x', () => { beforeAll(() => {}); it('a', () => {}); });"), jest);
    assert.equal(words("test('a', () => {});"), jest);
    assert.equal(words(`${file} before(() => {});`), bdd);
  });

  it('is said and written so', () => {
    const text = `const Database = require('better-sqlite3');

describe('orders', () => {
  test('opens', () => {
    const db = new Database('x.db');
    db.exec('SELECT 1');
  });
});
`;
    const [report] = lintText('tests/a.test.js', text).filter(({ rule }) => rule === 'unreleased-db');
    assert.match(report?.message ?? '', /`afterEach`/);
    const fixed = applied('close-database', text.replace('new Database', '▮new Database'), {
      path: 'tests/a.test.js',
    });
    assert.match(fixed, /^ {2}afterEach\(\(\) => \{\n {4}db\?\.close\(\);/m);
    assert.doesNotMatch(fixed, /teardown/);
  });

  it('joins a hook of Jest that is there', () => {
    const text = `describe('orders', () => {
  let n;
  afterAll(() => {
    n = 0;
  });
▮
  test('a', () => {
    n = 1;
  });
});
`;
    const made = applied('insert-server-fixture', text, { path: 'tests/a.test.mjs' });
    assert.deepEqual(made.match(/\b(before|after)\w*(?=\()/g), ['beforeAll', 'afterAll']);
  });
});
