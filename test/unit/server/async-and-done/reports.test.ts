import assert from 'node:assert/strict';
import { dropDone } from '../../../../src/server/actions/dropDone.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { asyncAndDone } from '../../../../src/server/rules/asyncAndDone.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'tests and hooks, by any name': `describe('x', () => {
  before(async (done) => { await load(); done(); }); // ←
  it('a', async function (finished) { await load(); finished(); }); // ←
  it.only('b', async (done) => { await load(); done(); }); // ←
});
suite('y', () => {
  setup(async (done) => { done(); }); // ←
  test('a', async (done) => done()); // ←
});`,
  'never called': `it('a', async (done) => { // ←
  await load();
});`,
  'a function by name': `async function a(done) { // ←
  done();
}
it('a', a);`,
};

const silent: Readonly<Record<string, string>> = {
  'one of the two': `it('a', async () => { await load(); });
it('b', (done) => { load().then(() => done(), done); });`,
  'no parameter that mocha counts': `it('a', async (...all) => { await load(all); });
it('b', async (n = 1) => { await load(n); });
it('c', async function (this: Mocha.Context) { await load(this); });`,
  'functions of others': `it('a', withUser(async (user) => { await load(user); }));
load(async (done) => { done(); });`,
  'another test runner': `import { it } from 'node:test';
it('a', async (t) => { await load(t); });`,
};

describe('async-and-done', () => {
  describe('reports a function that has two ends', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('async-and-done', text);
      });
    }
  });

  describe('is silent where there is one', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('async-and-done', text);
      });
    }
  });

  describe('takes away what can go', () => {
    const results: Readonly<Record<string, readonly [string, string | undefined]>> = {
      'a parameter without parentheses': ['async done => { await load(); }', 'async () => { await load(); }'],
      'an end on the same line': [
        'async (done) => { await load(); done(); }',
        'async () => { await load(); }',
      ],
      'an error': [
        "async (done) => { if (await load()) done(new Error('no')); done(); }",
        "async () => { if (await load()) throw new Error('no'); }",
      ],
      'an end in a callback, with an await': [
        'async (done) => { await load(); on(() => done()); }',
        undefined,
      ],
      'an end handed on, with an await': ['async (done) => { await load(done); }', undefined],
      'an end under a condition': ['async (done) => { if (await load()) done(); }', undefined],
      'what may be no error': ['async (done) => { done(await load()); }', undefined],
      'nothing awaited': ['async (done) => { on(() => done()); }', '(done) => { on(() => done()); }'],
    };
    for (const [name, [before, after]] of Object.entries(results)) {
      it(name, () => {
        const file = readTestFile(typescriptParser, 'a.test.ts', `it('a', ${before});`, {});
        const [finding] = findingsOf(asyncAndDone, file);
        assert.ok(finding);
        const edit = dropDone.offers(file, finding)[0]?.edit();
        const text = edit?.possible === true ? applyChanges(file.text, edit.changes) : undefined;
        assert.equal(text, after === undefined ? undefined : `it('a', ${after});`);
      });
    }
  });
});
