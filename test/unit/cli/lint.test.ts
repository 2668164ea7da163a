import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { LintFinding } from '../../../src/protocol/serverRequests.ts';
import { commandLine } from '../../support/commandLine.ts';
import { useScratch } from '../../support/scratch.ts';

const found = "it.only('x', () => {\n  throw new Error('y');\n});\n";

describe('itlab lint', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const itlab = commandLine(scratch);

  it('runs nothing of the folder, unless --eslint asks for it', async () => {
    const runs = (name: string): string =>
      `require('node:fs').writeFileSync(require('node:path').join(${JSON.stringify('MARKS')}, '${name}'), '');`;
    const marks = scratch();
    const files = {
      'eslint.config.js': `${runs('eslint.config.js')} module.exports = [];`,
      '.eslintrc.cjs': runs('.eslintrc.cjs'),
      'node_modules/eslint/index.js': `${runs('eslint')} exports.ESLint = class { async calculateConfigForFile() { return { rules: { 'mocha/no-exclusive-tests': 2 } }; } };`,
      'node_modules/eslint/package.json': '{ "name": "eslint", "main": "index.js" }',
      'node_modules/mocha/index.js': runs('mocha'),
      'node_modules/typescript/index.js': runs('typescript'),
      'node_modules/set-up/index.js': runs('set-up'),
      '.mocharc.cjs': `${runs('.mocharc.cjs')} module.exports = { require: ['set-up', './set-up.js'] };`,
      '.mocharc.js': runs('.mocharc.js'),
      'set-up.js': runs('set-up.js'),
      'package.json':
        '{ "mocha": { "require": "set-up" }, "scripts": { "test": "mocha --require ./set-up.js" } }',
      'a.test.js': `${runs('a.test.js')}\nconst database = require('better-sqlite3')('x.db');\n${found}`,
    };
    const cwd = scratch(
      Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, text.replaceAll('MARKS', marks)]),
      ),
    );
    for (const options of [[], ['--fix'], ['--fix-preferred'], ['--no-settings'], ['--json']]) {
      await itlab(['lint', 'a.test.js', ...options], { cwd });
      assert.deepEqual(readdirSync(marks), [], options.join());
    }
    const rules = async (...options: string[]): Promise<string> => {
      const { out } = await itlab(['lint', 'a.test.js', '--json', ...options], { cwd });
      return (JSON.parse(out) as LintFinding[]).map(({ rule }) => rule).join();
    };
    const before = await rules();
    assert.deepEqual(readdirSync(marks), []);
    const after = await rules('--eslint');
    assert.deepEqual(readdirSync(marks), ['eslint']);
    assert.notEqual(after, before);
    assert.doesNotMatch(after, /exclusive-test/);
  });

  it('says which files it did not look at and why, looks at the others, and never calls that good', async () => {
    const cwd = scratch({
      'good.test.js': "it('x', () => {\n  throw new Error('y');\n});\n",
      'bad.test.js': found,
      'deep.test.js': '('.repeat(100_000),
      'long.test.js': "it('x', () => {});\n".repeat(60_000),
      'huge.test.js': '',
    });
    truncateSync(join(cwd, 'huge.test.js'), 100e6);
    const { status, out } = await itlab(
      ['lint', 'good.test.js', 'deep.test.js', 'huge.test.js', 'long.test.js'],
      { cwd },
    );
    assert.equal(status, 2);
    const lines = out.trimEnd().split('\n');
    assert.equal(lines.pop(), 'Nothing found in 1 file. Not looked at: 3 files.');
    assert.deepEqual(
      lines.map((line) => line.replace(/ Nothing is said.*(?= {2}\()/, '')),
      [
        'deep.test.js:1:1  information  This file is not looked at: its code is nested too deeply.  (not-read)',
        'huge.test.js:1:1  information  This file is not looked at: it is larger than 2,100,000 bytes.  (not-read)',
        'long.test.js:1:1  information  This file is not looked at: it has 1,140,000 characters, and more than 700,000 are not read.  (not-read)',
      ],
    );

    const some = await itlab(['lint', 'deep.test.js', 'bad.test.js', '--json'], { cwd });
    assert.equal(some.status, 2);
    assert.deepEqual(
      (JSON.parse(some.out) as LintFinding[]).map(({ file, rule }) => `${file} ${rule}`),
      ['deep.test.js not-read', 'bad.test.js exclusive-test'],
    );
    const text = await itlab(['lint', 'deep.test.js', 'bad.test.js'], { cwd });
    assert.match(text.out, /1 found in 1 file\. Not looked at: 1 file\.\n$/);
    assert.equal((await itlab(['lint', 'good.test.js'], { cwd })).out, 'Nothing found in 1 file.\n');
  });

  describe('without a file', () => {
    const project = {
      'package.json': '{ "devDependencies": { "mocha": "*" } }',
      'test/orders.js': found,
      'test/support/open.js': 'exports.open = () => 1;\n',
      'test/fixtures/failing.test.js': found,
      'lib/test-a.mjs': found,
      'dist/test/orders.js': found,
      'lib/orders.js': 'exports.a = 1;\n',
      'node_modules/dep/test/a.test.js': found,
      'web/package.json': '{ "devDependencies": { "vitest": "*" } }',
      'web/a.test.ts': found,
      'web/b.test.tsx': found,
    };
    const filesOf = (out: string): string =>
      [...new Set((JSON.parse(out) as LintFinding[]).map(({ file }) => file.replaceAll('\\', '/')))].join();

    it('looks at the tests of the project, whatever they are called, and says what it did not look at', async () => {
      const cwd = scratch(project);
      const { status, out, err } = await itlab(['lint', '--json'], { cwd });
      assert.equal(status, 1);
      assert.equal(filesOf(out), 'lib/test-a.mjs,test/orders.js');
      assert.equal(
        err.replaceAll('\\', '/'),
        'itlab: Not looked at: dist/test/orders.js (it lies in a folder of built files).' +
          ' Not looked at: test/fixtures/failing.test.js (it lies among fixtures).' +
          ' Not looked at: web/a.test.ts and 1 more (vitest runs it, and only tests of mocha are read).\n',
      );
    });

    it('takes folders, patterns that no shell has filled in, and what is named among fixtures', async () => {
      const cwd = scratch(project);
      assert.equal(filesOf((await itlab(['lint', 'test', '--json'], { cwd })).out), 'test/orders.js');
      const { out } = await itlab(['lint', '**/*.{js,mjs}', 'test', '--json'], { cwd });
      assert.equal(
        filesOf(out),
        'dist/test/orders.js,lib/test-a.mjs,test/fixtures/failing.test.js,test/orders.js',
      );
      assert.equal(
        filesOf((await itlab(['lint', 'test/fixtures', '--json'], { cwd })).out),
        'test/fixtures/failing.test.js',
      );
    });

    it('never calls good what it did not look at', async () => {
      const cwd = scratch(project);
      for (const [name, why] of [
        [
          'web',
          /^itlab: No test of mocha was found, so nothing was looked at\. Not looked at: web.a\.test\.ts and 1 more \(vitest/,
        ],
        ['test/support', /Not looked at: test\/support \(no test lies in it\)/],
        ['nowhere', /No file is called or fits 'nowhere'/],
        ['test/*.spec.js', /No file is called or fits 'test\/\*\.spec\.js'/],
      ] as const) {
        const { status, err } = await itlab(['lint', name], { cwd });
        assert.equal(status, 2, name);
        assert.match(err, why);
      }
      const { status, out } = await itlab(['lint', 'web/a.test.ts', 'test/orders.js'], { cwd });
      assert.equal(status, 2);
      assert.match(
        out,
        /^web\/a\.test\.ts:1:1 {2}information {2}This file is not looked at: vitest runs it, and only/,
      );
      assert.match(out, /1 found in 1 file\. Not looked at: 1 file\.\n$/);
    });
  });

  it('waits for no pipe, whatever it is called', async function () {
    if (process.platform === 'win32') this.skip();
    const cwd = scratch({ 'bad.test.js': found });
    for (const name of ['pipe.test.js', '.mocharc.json', 'package.json'])
      execFileSync('mkfifo', [join(cwd, name)]);
    const { status, out } = await itlab(['lint', 'pipe.test.js', 'bad.test.js'], { cwd });
    assert.equal(status, 2);
    assert.match(out, /^pipe\.test\.js:1:1 .* it is no plain file\./);
    assert.match(out, /exclusive-test/);
  });
});
