import assert from 'node:assert/strict';
import { wrapRootHooks } from '../../../../src/server/actions/wrapRootHooks.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { rootHook } from '../../../../src/server/rules/rootHook.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'once for all of them': `const list = [];
beforeEach(() => { list.length = 0; }); // ←
describe('x', () => { it('a', () => {}); });
after(() => {});`,
  'beside tests outside any suite': `setup(() => {}); // ←
test('a', () => {});`,
  'by import, even with a name of another runner about': `import { afterEach, it } from 'mocha';
import expect from 'expect';
afterEach(() => { expect(1); }); // ←
it('a', () => { jest.fn(); });`,
  'in front of tests made in a loop': `before(() => {}); // ←
[1, 2].forEach((n) => { it('a' + n, () => {}); });`,
};

const silent: Readonly<Record<string, string>> = {
  'a file of Jest’s style': `afterEach(() => {});
describe('x', () => { test('a', () => {}); });`,
  'a file of hooks': `before(() => {});
afterEach(() => {});`,
  'hooks of a plugin': `export const mochaHooks = { beforeEach() {} };
it('a', () => {});`,
  'hooks in a suite or in a function': `const useDb = () => { beforeEach(() => {}); };
const useClock = () => beforeEach(() => {});
export function useServer() { before(() => {}); }
describe('x', () => { useDb(); before(() => {}); it('a', () => {}); });`,
  'tests that are handed to other files': `beforeEach(() => {});
export function behavesLikeAList() { it('a', () => {}); }`,
  'the qunit style': `suite('x');
before(() => {});
test('a', () => {});`,
  'another runner, which runs each file by itself': `beforeEach(() => {});
it('a', () => { expect(1).toBe(1); });`,
  'another runner, by its imports': `import { render } from '@testing-library/react';
beforeEach(() => {});
it('a', () => { render(); });`,
  'another runner, imported': `import { beforeEach, it } from 'node:test';
beforeEach(() => {});
it('a', () => {});`,
  'on a condition': `if (process.env.CI) { before(() => {}); }
it('a', () => {});`,
  'a name of its own': `const before = (f) => f();
before(() => {});
it('a', () => {});`,
  'syntax errors': `beforeEach(() => { );
it('a', () => {});`,
};

describe('root-hook', () => {
  describe('reports hooks outside the suites of a test file', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('root-hook', text);
      });
    }
  });

  describe('is silent where they are meant to be there', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('root-hook', text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', text, {});
        assert.equal(broken, name === 'syntax errors', 'A broken text would be silent for that alone.');
      });
    }
  });

  it('takes a file that is only called test for the only one', () => {
    const text = `beforeEach(() => {});\nit('a', () => {});`;
    for (const path of ['test.js', '/x/test.mjs', 'test/index.js', 'C:\\x\\spec\\index.ts']) {
      assertReported('root-hook', text, path);
    }
    const more = text.replace('{});', '{}); // ←');
    for (const path of ['a.test.js', 'test/users.js', 'src/index.js'])
      assertReported('root-hook', more, path);
  });

  it('offers no fix, and says why, where none would be right', () => {
    const texts = [
      `beforeEach(() => {});
export const x = 1;
it('a', () => {});`,
      `beforeEach(() => {}); it('a', () => {}); const x = 1;`,
      `const describe = 1;
before(() => describe);
it('a', () => {});`,
      `import { items } from './items.ts';
beforeEach(() => items.clear());
describe('x', () => { const items = []; it('a', () => items); });`,
      `beforeEach(() => run(\`
\`));
describe('x', () => { it('a', () => {}); });`,
      `beforeEach(() => { /* ours */ });
describe('x', () => { it('a', () => {}); });`,
    ];
    const said = texts.map((text) => {
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      const [finding] = findingsOf(rootHook, file);
      assert.ok(finding, text);
      const edit = wrapRootHooks.offers(file, finding)[0]?.edit();
      return edit?.possible === false ? edit.reason : 'possible';
    });
    assert.deepEqual(said, [
      'Line 2 has to stay at the top level of the file.',
      'Other statements stand on the same line.',
      'Nothing in the file is called as a suite would be.',
      '`items` means something else in the suite.',
      'A template spans several lines of a hook.',
      'There is a comment in what would be taken away.',
    ]);
  });
});
