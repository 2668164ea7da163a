import assert from 'node:assert/strict';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import { applied } from './offeredEdit.ts';

/** What a file starts with that asserts in one way, with a test that does. */
const styles = {
  'chai expect': `import { expect } from 'chai';\nit('has one', () => { expect(load()).to.equal(1); });\n`,
  'chai assert': `import { assert } from 'chai';\nit('has one', () => { assert.equal(load(), 1); });\n`,
  'chai should': `import { should } from 'chai';\nshould();\nit('has one', () => { load().should.equal(1); });\n`,
  'chai expect of a setup file': `it('has one', () => { expect(load()).to.equal(1); });\n`,
  'the package expect': `import { expect } from 'expect';\nit('has one', () => { expect(load()).toBe(1); });\n`,
} as const;

type StyleName = keyof typeof styles;

/** What the first possible quick fix of an action makes of the text behind `styles`. */
function fixed(style: StyleName, action: string, text: string): string {
  const whole = `import { load, pay } from '../src/a.ts';\n${styles[style]}${text}`;
  const file = readTestFile(typescriptParser, 'a.test.ts', whole, {});
  const offers = allActions.find(({ id }) => id === action)?.offers(file, { start: 0, end: whole.length });
  const edit = offers?.[0]?.edit();
  assert.ok(edit?.possible, edit?.possible === false ? edit.reason : 'Nothing was offered.');
  const after = applyChanges(whole, edit.changes);
  assert.equal(readTestFile(typescriptParser, 'a.test.ts', after, {}).broken, false);
  return changedLines(whole, after);
}

/** The lines that are only in the second text. */
function changedLines(before: string, after: string): string {
  const known = before.split('\n');
  return after
    .split('\n')
    .filter((line) => !known.includes(line))
    .map((line) => line.trim())
    .join('\n');
}

describe('assertions that are inserted', () => {
  const unchecked = `it('adds', () => {\n  const sum = load();\n});\n`;
  const equal: Readonly<Record<StyleName, string>> = {
    'chai expect': `expect(sum).to.equal('expected');`,
    'chai assert': `assert.equal(sum, 'expected');`,
    'chai should': `sum.should.equal('expected');`,
    'chai expect of a setup file': `expect(sum).to.equal('expected');`,
    'the package expect': `expect(sum).toBe('expected');`,
  };
  const node = `import assert from 'node:assert/strict';\n`;

  const swallowed = `it('is declined', async () => {\n  try {\n    await pay(1);\n  } catch (error) {\n    ok(error.code);\n  }\n});\n`;
  const nodeRejects = `${node}await assert.rejects(pay(1), (error) => {\nreturn true;\n});`;
  const rejects: Readonly<Record<StyleName, string>> = {
    'chai expect': `await pay(1).then(() => expect.fail('It should have failed.'), (error) => {\n});`,
    'chai assert': `await pay(1).then(() => assert.fail('It should have failed.'), (error) => {\n});`,
    'chai should': nodeRejects,
    'chai expect of a setup file': `await pay(1).then(() => expect.fail('It should have failed.'), (error) => {\n});`,
    'the package expect': nodeRejects,
  };
  const check: Readonly<Record<StyleName, string>> = {
    'chai expect': 'expect(error.code).to.equal(1);',
    'chai assert': 'assert.equal(error.code, 1);',
    'chai should': 'error.code.should.equal(1);',
    'chai expect of a setup file': 'expect(error.code).to.equal(1);',
    'the package expect': 'expect(error.code).toBe(1);',
  };

  const floating = `it('is declined', async () => {\n  pay(1).catch((error) => ok(error.code));\n});\n`;
  const waited = (fail: string, one: string): string =>
    `await pay(1).then(() => ${fail}.fail('It should have failed.'), (error) => ${one.slice(0, -1)});`;

  const failing = `import nock from 'nock';
it('sells', async () => {
  nock('http://a.test').g▮et('/').reply(200);
  const response = await fetch('http://a.test/');
});
`;

  for (const style of Object.keys(styles) as StyleName[]) {
    describe(style, () => {
      const one = check[style];

      it('at the end of a test', () => {
        assert.equal(fixed(style, 'insert-assertion', unchecked), equal[style]);
      });

      it('about an error that should come', () => {
        const text = swallowed.replace('ok(error.code);', one);
        assert.equal(fixed(style, 'expect-error', text), rejects[style]);
      });

      it('in a catch that nobody waits for', () => {
        const fail = style.startsWith('chai expect') ? 'expect' : 'assert';
        const imported = rejects[style] === nodeRejects ? node : '';
        const text = floating.replace('ok(error.code)', one.slice(0, -1));
        assert.equal(fixed(style, 'await-assertion', text), imported + waited(fail, one));
      });

      it('about the status of an error', () => {
        const before = styles[style] + failing;
        const after = applied('error-path-test', before);
        const status = equal[style].replace('sum', 'response.status').replace("'expected'", '500');
        assert.ok(after.includes(status), after);
        assert.equal(after.includes('node:assert'), false);
      });
    });
  }

  it('expects what is thrown at once as chai does', () => {
    const text = swallowed.replace('async ', '').replace('await ', '');
    assert.equal(
      fixed('chai expect', 'expect-error', text.replace('ok(error.code)', 'expect(error).to.be.an("error")')),
      `expect(() => {\n}).to.throw().and.satisfy((error: unknown) => {\nreturn true;\n});`,
    );
  });

  it('runs several statements in a function of their own', () => {
    const text = swallowed
      .replace('await pay(1);', 'const paid = await pay(1);\n    await pay(paid);')
      .replace('ok(error.code)', 'expect(error.code).to.equal(1)');
    assert.equal(
      fixed('chai expect', 'expect-error', text),
      `await (async () => {\n})().then(() => expect.fail('It should have failed.'), (error) => {\n});`,
    );
  });
});
