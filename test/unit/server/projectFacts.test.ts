import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ProjectFacts } from '../../../src/server/analysis/testFile.ts';
import { projectFactsOf } from '../../../src/server/projectFacts.ts';

describe('what is known about the project around a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'itlab-facts-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  function factsWith(files: Readonly<Record<string, string>>, test = 'tests/a.test.js'): ProjectFacts {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return projectFactsOf(pathToFileURL(join(folder, test)).href);
  }

  describe('the file with the tables', () => {
    it('is the nearest, in its own package', () => {
      const files = {
        'schema.sql': '',
        'packages/shop/package.json': '{}',
        'packages/shop/db/schema.sql': '',
      };
      assert.equal(factsWith(files, 'packages/shop/tests/a.test.js').schemaFile, '../db/schema.sql');
      assert.equal(factsWith(files, 'packages/shop/db/a.test.js').schemaFile, './schema.sql');
    });

    it('is not that of another package', () => {
      const files = { 'schema.sql': '', 'packages/shop/package.json': '{}' };
      assert.equal(factsWith(files, 'packages/shop/tests/a.test.js').schemaFile, undefined);
    });
  });

  describe('the version of a package', () => {
    it('is that of the nearest folder that has it', () => {
      const facts = factsWith(
        {
          'node_modules/nock/package.json': '{ "version": "13.5.6" }',
          'packages/shop/node_modules/nock/package.json': '{ "version": "14.0.17" }',
        },
        'packages/shop/tests/a.test.js',
      );
      assert.equal(facts.version?.('nock'), '14.0.17');
    });

    it('is found for a package of a scope', () => {
      const facts = factsWith({ 'node_modules/@a/b/package.json': '{ "version": "1.2.3" }' });
      assert.equal(facts.version?.('@a/b'), '1.2.3');
    });

    for (const [what, manifest] of [
      ['broken', '{ "version": '],
      ['no object', '"1.0.0"'],
      ['without a version', '{}'],
      ['with something else', '{ "version": 14 }'],
    ] as const) {
      it(`is unknown where package.json is ${what}`, () => {
        const facts = factsWith({ 'node_modules/nock/package.json': manifest });
        assert.equal(facts.version?.('nock'), undefined);
      });
    }

    it('is unknown for a package that is not installed, and for a document that is no file', () => {
      assert.equal(factsWith({}).version?.('a-package-nobody-has'), undefined);
      assert.equal(projectFactsOf('untitled:Untitled-1').version?.('nock'), undefined);
    });
  });

  describe('the interface that mocha’s settings choose', () => {
    for (const [name, text] of [
      ['.mocharc.json', '{ "spec": "gui: bdd", "ui": "tdd" }'],
      ['.mocharc.yml', 'spec: a\nui: tdd\n'],
      ['.mocharc.cjs', "module.exports = { ui: 'tdd' };"],
      ['package.json', '{ "mocha": { "ui": "tdd" } }'],
      ['package.json', '{ "scripts": { "ui": "vite", "test": "mocha --ui tdd" } }'],
      ['package.json', '{ "scripts": { "test": "mocha -u tdd test" } }'],
    ] as const) {
      it(`is found in ${text.trim()}`, () => {
        assert.equal(factsWith({ 'package.json': '{}', [name]: text }, 'tests/a.test.js').mochaUi, 'tdd');
      });
    }

    it('is unknown where they choose none', () => {
      assert.equal(factsWith({ 'package.json': '{ "mocha": {} }' }, 'tests/a.test.js').mochaUi, undefined);
      assert.equal(factsWith({ 'package.json': '{}' }, 'tests/a.test.js').mochaUi, undefined);
    });
  });

  describe('the text of what mocha loads first', () => {
    for (const [name, settings] of Object.entries({
      '.mocharc.json': '{ "require": ["./test/setup.js"], "spec": "test/**/*.test.js" }',
      '.mocharc.yml': 'require:\n  - tsx\n  - test/setup\nspec: test/*.js\n',
      '.mocharc.cjs': "module.exports = { file: ['test/setup.js'] };",
      'test/mocha.opts': '--require ./test/setup\n--recursive\n',
      'package.json': '{ "mocha": { "require": "test/setup.js" } }',
    })) {
      it(`is found by ${name}`, () => {
        const facts = factsWith({ [name]: settings, 'test/setup.js': '// closes the network' });
        assert.match(facts.setupText ?? '', /closes the network/);
      });
    }

    it('is found by the script that runs mocha', () => {
      const facts = factsWith({
        'package.json': '{ "main": "lib/main.js", "scripts": { "test": "mocha -r test/setup.js" } }',
        'test/setup.js': '// closes the network',
        'lib/main.js': '// the program',
      });
      assert.match(facts.setupText ?? '', /closes the network/);
      assert.doesNotMatch(facts.setupText ?? '', /the program/);
    });

    it('is nothing of test files, of missing files, or of a folder', () => {
      const facts = factsWith({
        '.mocharc.json': '{ "spec": ["test/a.test.js", "test/gone.js", "test/unit"] }',
        'test/a.test.js': '// a test',
        'test/unit/b.js': '// deeper',
      });
      assert.equal((facts.setupText ?? '').trim(), '');
    });

    it('is looked for in settings of any kind, in a time that is bounded', () => {
      const { user } = process.cpuUsage();
      for (const settings of ['a'.repeat(199_000), 'a/'.repeat(99_000), 'a.js '.repeat(39_000)]) {
        const facts = factsWith({ '.mocharc.json': settings, 'a.js': '// closes the network' });
        assert.equal(typeof facts.setupText, 'string');
      }
      const many = Array.from({ length: 20_000 }, (_, index) => `${index}.js`).join(' ');
      assert.equal(factsWith({ '.mocharc.json': many }).setupText?.trim(), '');
      // Each of the first two took minutes.
      assert.ok(process.cpuUsage().user - user < 3_000_000);
    });

    it('is nothing where the settings are too long to be any', () => {
      const facts = factsWith({
        '.mocharc.json': `{ "require": "./setup.js" }${' '.repeat(200_000)}`,
        'setup.js': '// closes the network',
      });
      assert.equal((facts.setupText ?? '').trim(), '');
    });
  });
});
