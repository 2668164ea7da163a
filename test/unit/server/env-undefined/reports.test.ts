import assert from 'node:assert/strict';
import { deleteVariable } from '../../../../src/server/actions/deleteVariable.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { envUndefined } from '../../../../src/server/rules/envUndefined.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'in tests, hooks and functions': `function clear() {
  process.env.A = undefined; // ←
}
describe('x', () => {
  before(() => { process.env.A = void 0; }); // ←
  it('a', () => {
    process.env['B'] = undefined as any; // ←
    const key = 'C' + 1;
    process.env[key] = undefined; // ←
    (process.env as any).D = undefined; // ←
    clear();
  });
});`,
  'under another name': `import process, { env } from 'node:process';
import * as p from 'process';
const { env: variables } = globalThis.process;
const alias = process.env;
it('a', () => {
  process.env.A = undefined; // ←
  env.A = undefined; // ←
  p.env.A = undefined; // ←
  variables.A = undefined; // ←
  alias.A = undefined; // ←
});`,
  'at the top of a test file': `process.env.A = undefined; // ←
it('a', () => {});`,
  'while the file is broken': `it('a', () => {
  process.env.A = undefined; // ←
  call(;
});`,
};

const silent: Readonly<Record<string, string>> = {
  'a variable that is deleted or given a text': `it('a', () => { delete process.env.A; process.env.B = ''; process.env.C = String(undefined); });`,
  'a value that is not known': `it('a', () => { const saved = process.env.A; process.env.A = saved; });`,
  'a comparison or a read': `it('a', () => { if (process.env.A === undefined) run(process.env.B, undefined); });`,
  'an object of its own': `it('a', () => { const env = {}; env.A = undefined; const process = { env }; process.env.A = undefined; });`,
  'another undefined': `it('a', () => { const undefined = 'x'; process.env.A = undefined; });`,
  'a replaced environment': `it('a', () => { process.env = { ...process.env }; process.env.A = undefined; });`,
  'a stubbed environment': `import sinon from 'sinon';
it('a', () => { sinon.stub(process, 'env').value({}); process.env.A = undefined; });`,
  'a default': `it('a', () => { process.env.A ??= undefined; });`,
  'no test file': `process.env.A = undefined;`,
  'switched off': `it('a', () => {
  // itlab-disable-next-line env-undefined
  process.env.A = undefined;
});`,
};

describe('env-undefined', () => {
  describe('reports undefined as a value', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('env-undefined', text);
      });
    }
  });

  describe('is silent about everything else', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('env-undefined', text);
      });
    }
  });

  it('says what happens, and what to write', () => {
    const file = readTestFile(
      typescriptParser,
      'a.test.ts',
      `it('a', () => { process.env.A = undefined; });`,
      {},
    );
    assert.equal(
      findingsOf(envUndefined, file)[0]?.message,
      "Every value in `process.env` becomes a text, so this sets `'undefined'`. `delete process.env.A` takes the variable away.",
    );
  });

  it('has no fix where the value of the assignment is used, or a comment would be lost', () => {
    const text = `it('a', () => {
  const value = (process.env.A = undefined);
  process.env.B = process.env.C = undefined;
  const clear = () => (process.env.D = undefined);
  process.env.E = /* nothing */ undefined;
});`;
    const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
    const reasons = findingsOf(envUndefined, file).flatMap((finding) =>
      deleteVariable.offers(file, finding).map((offer) => offer.edit()),
    );
    assert.deepEqual(
      reasons.map((edit) => (edit.possible ? 'possible' : edit.reason)),
      [
        'The value of the assignment is used.',
        'The value of the assignment is used.',
        'The value of the assignment is used.',
        'There is a comment in the assignment.',
      ],
    );
  });
});
