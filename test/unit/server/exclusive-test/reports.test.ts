import assert from 'node:assert/strict';
import { applyPreferredFixes, fixText } from '../../../../src/server/lint.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'every word of both interfaces': `describe.only('x', () => {}); // ←
context.only('x', () => {}); // ←
suite.only('x', () => {}); // ←
it.only('x', () => {}); // ←
specify.only('x', () => {}); // ←
test.only('x', () => {}); // ←`,
  'by import, alias and namespace': `import mocha, { it as example } from 'mocha';
const group = describe;
example.only('x', () => {}); // ←
mocha.describe.only('x', () => {}); // ←
group.only('x', () => {}); // ←`,
  'by require': `const { describe: group } = require('mocha');
group.only('x', () => {}); // ←`,
  'with a key in brackets': `it['only']('x', () => {}); // ←`,
  'inside a suite, a loop and a function': `describe('x', () => {
  for (const name of ['a']) it.only(name, () => {}); // ←
  const one = () => { it.only('b', () => {}); }; // ←
  one();
});`,
};

const silent: Readonly<Record<string, string>> = {
  'a helper that is given the test': `const run = (name, body) => { if (name === 'x') return it.only(name, body); it(name, body); };
run('x', () => {});`,
  'no modifier, or another one': `describe('x', () => { it('a', () => {}); it.skip('b', () => {}); xit('c', () => {}); });`,
  'the runner of Node': `import test, { describe, it } from 'node:test';
test.only('a', () => {}); describe.only('b', () => {}); it.only('c', () => {});`,
  'another library': `import { test } from '@playwright/test';
test.only('a', () => {});
test.describe.only('b', () => {});`,
  'a name of the file': `function it() {} it.only = () => {};
it.only('a', () => {});`,
  'a helper that is told to': `function one(name, options) { const body = () => {}; if (options.only) { it.only(name, body); } else { it(name, body); } }
const two = (name, only) => (only ? it.only(name, () => {}) : it(name, () => {}));`,
  'a parameter': `export const define = (it) => { it.only('a', () => {}); };`,
  'chosen by a condition': `const maybe = process.env.ONE ? it.only : it;
maybe('a', () => {});`,
  'not called': `const only = typeof it.only; describe('x', () => {});`,
  'another method': `cy.only('a'); list.only('b'); it.only.each([1])('c', () => {}); it.concurrent.only('d', () => {});`,
  'a text': `it('says it.only', () => { const text = "it.only('x')"; });`,
  'turned off': `it.only('a', () => {}); // itlab-disable-line exclusive-test`,
};

describe('exclusive-test', () => {
  describe('reports `.only`', () => {
    for (const [name, text] of Object.entries(reported))
      it(name, () => assertReported('exclusive-test', text));
  });

  describe('is silent about', () => {
    for (const [name, text] of Object.entries(silent)) it(name, () => assertReported('exclusive-test', text));
  });

  it('is never taken away unasked', () => {
    const text = `it.only('a', () => {});\n`;
    assert.equal(fixText('a.test.ts', text).text, text);
    assert.equal(applyPreferredFixes('a.test.ts', text).text, text);
  });
});
