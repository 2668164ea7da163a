import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkProject } from '../../../src/course/check/checkProject.ts';
import { testRunnerAt } from '../../../src/course/check/testFrameworks.ts';
import { sourceInstallation, useScratch } from '../../support/scratch.ts';

describe('what runs the tests of a place', () => {
  const scratch = useScratch();

  /** Of a repository with these files; the answer in one word. */
  function runner(files: Readonly<Record<string, string>>, at = '', text = ''): string {
    const folder = scratch({ 'README.md': '', ...files });
    mkdirSync(join(folder, '.git'));
    const found = testRunnerAt(join(folder, at), text);
    return found.by === 'others' ? found.names.join(', ') : found.by;
  }
  const dev = (...names: string[]): string =>
    JSON.stringify({ devDependencies: Object.fromEntries(names.map((name) => [name, '1'])) });
  const script = (test: string): string => JSON.stringify({ scripts: { test } });

  it('is told by the dependencies, settings and scripts of the package', () => {
    const cases: [Record<string, string>, string][] = [
      [{}, 'unknown'],
      [{ 'package.json': '{' }, 'unknown'],
      [{ 'package.json': dev('mocha') }, 'mocha'],
      [{ 'package.json': dev('mocha', 'vitest', 'jest') }, 'mocha'],
      [{ '.mocharc.yml': '' }, 'mocha'],
      [{ 'package.json': JSON.stringify({ mocha: {} }) }, 'mocha'],
      [{ 'package.json': script('c8 mocha --recursive') }, 'mocha'],
      [{ 'node_modules/mocha/package.json': '{}' }, 'mocha'],
      [{ 'itlab.json': '{}' }, 'mocha'],
      [{ 'package.json': dev('vitest') }, 'vitest'],
      [{ 'vitest.config.ts': '' }, 'vitest'],
      [{ 'package.json': dev('ts-jest') }, 'Jest'],
      [{ 'package.json': JSON.stringify({ jest: {} }) }, 'Jest'],
      [{ 'jest/x.js': '' }, 'unknown'],
      [{ 'package.json': script('node --experimental-strip-types --test') }, 'node:test'],
      [{ 'package.json': dev('ava') }, 'AVA'],
      [{ 'package.json': dev('jasmine') }, 'Jasmine'],
      [{ 'playwright.config.ts': '' }, 'Playwright'],
      [{ 'package.json': dev('cypress') }, 'Cypress'],
      [{ 'package.json': script('cypress run --reporter mocha-junit-reporter') }, 'Cypress'],
      [{ 'package.json': dev('jest', 'cypress') }, 'Jest, Cypress'],
      // Something else may have brought mocha there.
      [{ 'package.json': dev('jest'), 'node_modules/mocha/package.json': '{}' }, 'Jest'],
    ];
    for (const [files, expected] of cases) assert.equal(runner(files), expected, JSON.stringify(files));
  });

  it('is told by the nearest package that speaks of tests', () => {
    const files = {
      'package.json': dev('mocha'),
      'packages/web/package.json': dev('vitest'),
      'packages/web/test/x.js': '',
      'packages/shop/package.json': '{}',
      'packages/shop/test/x.js': '',
      // Its tests import it, so those that do not are mocha's.
      'packages/site/package.json': dev('@playwright/test'),
      'packages/site/test/x.js': '',
    };
    assert.equal(runner(files, 'packages/web/test'), 'vitest');
    assert.equal(runner(files, 'packages/shop/test'), 'mocha');
    assert.equal(runner(files, 'packages/site/test'), 'mocha');
    const { 'package.json': _, ...withoutMocha } = files;
    assert.equal(runner(withoutMocha, 'packages/site/test'), 'Playwright');
  });

  it('is told first by what the file imports', () => {
    const cases: [string, string][] = [
      ["import { it } from 'vitest';", 'vitest'],
      ["import {\n  describe,\n  it,\n} from 'vitest';", 'vitest'],
      ["const { test } = require('node:test');", 'node:test'],
      ["import test from 'node:test';", 'node:test'],
      // Mocks may be used everywhere.
      ["import { mock } from 'node:test';", 'mocha'],
      ["import test from 'ava';", 'AVA'],
      ["import { test } from '@playwright/test';", 'Playwright'],
      ["import { jest } from '@jest/globals';", 'Jest'],
      ["// import { it } from 'vitest';", 'mocha'],
      ['const text = "import { it } from \'vitest\'";', 'mocha'],
      ["import { it } from './vitest';", 'mocha'],
    ];
    for (const [text, expected] of cases) {
      assert.equal(runner({ 'package.json': dev('mocha') }, '', text), expected, text);
    }
    assert.equal(runner({ 'package.json': dev('vitest') }, '', "import { it } from 'mocha';"), 'mocha');
  });

  it('is found in a moment, whatever the text is', () => {
    const began = performance.now();
    for (const text of ['import\n', "import {', ", 'const a = require(', ' \t']) {
      testRunnerAt(scratch({ 'README.md': '' }), text.repeat(1_000_000 / text.length));
    }
    assert.ok(performance.now() - began < 2000);
  });

  for (const name of ['vitest', 'jest', 'ava']) {
    it(`lets a check of a ${name} project say that it is not for it, and not install mocha`, async () => {
      const folder = scratch({ 'package.json': dev(name), 'test/x.test.js': 'throw new Error("has run")' });
      const { problems } = await checkProject(folder, {
        attach: sourceInstallation.attach,
        files: null,
        variables: process.env,
      });
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['other-framework'],
      );
      assert.match(problems[0]?.message ?? '', new RegExp(`run by ${name}`, 'i'));
      assert.doesNotMatch(problems[0]?.message ?? '', /install/);
    });
  }
});
