import assert from 'node:assert/strict';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { reportsOf } from '../../../src/server/checks.ts';
import { batches, EslintRules, eslintRulesFor } from '../../../src/server/eslintRules.ts';
import { projectFactsOf } from '../../../src/server/projectFacts.ts';
import type { Rule } from '../../../src/server/rules/rule.ts';
import { useScratch } from '../../support/scratch.ts';

/** As much of ESLint as is asked: its configuration is the file beside it, and holds for all files but one. */
const eslint = `
const { join } = require('node:path');
exports.ESLint = class {
  constructor({ cwd }) { this.cwd = cwd; }
  async calculateConfigForFile(file) {
    if (file.endsWith('ignored.test.js')) return undefined;
    return { rules: require(join(this.cwd, 'eslint.config.js')) };
  }
};`;

const config = (rules: string): string => `module.exports = ${rules};\n`;

describe('many files for ESLint', () => {
  it('are asked about in as many parts as the command lines of Windows need', () => {
    const files = Array.from(
      { length: 1000 },
      (_, index) => `C:\\project\\test\\a long way down\\${index}.test.ts`,
    );
    const parts = batches(files);
    assert.deepEqual(parts.flat(), files);
    assert.ok(parts.length > 1);
    for (const part of parts) assert.ok(part.map((file) => `"${file}"`).join(' ').length <= 20_000);
    assert.deepEqual(batches([]), []);
    assert.deepEqual(batches(['x'.repeat(30_000), 'a']), [['x'.repeat(30_000)], ['a']]);
  });
});

describe('the rules of a project’s ESLint', function () {
  this.timeout(20_000);
  const scratch = useScratch();
  const project = (rules: string): string =>
    scratch({
      'node_modules/eslint/index.js': eslint,
      'node_modules/eslint/package.json': '{ "name": "eslint", "main": "index.js" }',
      'eslint.config.js': config(rules),
      'test/a.test.js': '',
      'test/ignored.test.js': '',
    });

  it('are those that are switched on, whatever their form', async () => {
    const folder = project("{ a: 'off', b: 0, c: ['off'], d: 2, e: ['warn', {}], 'mocha/x': 'error' }");
    const files = ['test/a.test.js', 'test/ignored.test.js'].map((name) => join(folder, name));
    const rules = await eslintRulesFor(files);
    assert.deepEqual(
      files.map((file) => [...(rules.get(file) ?? [])]),
      [['d', 'e', 'mocha/x'], []],
    );
  });

  it('are none where ESLint is missing, or its configuration fails', async () => {
    for (const folder of [scratch({ 'eslint.config.js': '' }), project('(() => { throw new Error(); })()')]) {
      const rules = await eslintRulesFor([join(folder, 'test/a.test.js')]);
      assert.equal(rules.size, 0);
    }
  });

  it('come in after the first question, and again when the configuration has changed', async () => {
    const folder = project("{ 'mocha/x': 2 }");
    const file = join(folder, 'test/a.test.js');
    let announce = (): void => undefined;
    const announced = (): Promise<void> =>
      new Promise((resolve) => {
        announce = resolve;
      });
    const rules = new EslintRules(() => announce());
    const first = announced();
    assert.deepEqual([...rules.for(file)], []);
    await first;
    assert.deepEqual([...rules.for(file)], ['mocha/x']);

    const changed = announced();
    writeFileSync(join(folder, 'eslint.config.js'), config("{ 'mocha/y': 2 }"));
    utimesSync(join(folder, 'eslint.config.js'), new Date(), new Date(Date.now() + 5000));
    assert.deepEqual([...rules.for(file)], ['mocha/x'], 'the old ones hold until it has answered');
    await changed;
    assert.deepEqual([...rules.for(file)], ['mocha/y']);
  });

  it('switch off our rule of the same meaning, unless the settings name it', () => {
    const rule: Rule = {
      id: 'twin',
      title: 'Twin',
      fix: 'none',
      severity: 'warning',
      lesson: '02-database',
      aboutAbsence: false,
      peers: ['mocha/x'],
      find: () => [{ start: 0, end: 1, message: 'It is there.', related: [], subject: null }],
    };
    const reported = (
      eslintRules: ReadonlySet<string> | null,
      settings: [string, 'error' | 'off'][],
    ): number => {
      const facts = eslintRules === null ? {} : { eslintRules };
      const file = readTestFile(typescriptParser, 'a.test.js', 'x;', facts);
      return reportsOf(file, [rule], new Map(settings)).length;
    };
    assert.equal(reported(null, []), 1);
    assert.equal(reported(new Set(['mocha/y']), []), 1);
    assert.equal(reported(new Set(['mocha/x']), []), 0);
    assert.equal(reported(new Set(['mocha/x']), [['twin', 'error']]), 1);
  });

  it('are not asked for where the project may not run anything', () => {
    const folder = project("{ 'mocha/x': 2 }");
    assert.equal(projectFactsOf(`file://${join(folder, 'test/a.test.js')}`).eslintRules?.size, 0);
  });
});
