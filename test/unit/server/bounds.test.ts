import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allActions } from '../../../src/server/actions/index.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyFixes } from '../../../src/server/checks.ts';
import { createLanguageService, fixAllKind } from '../../../src/server/languageService.ts';
import { fixText, lintText } from '../../../src/server/lint.ts';
import { mostBytes, mostCharacters, withinBounds } from '../../../src/server/notRead.ts';
import { projectFactsOf } from '../../../src/server/projectFacts.ts';
import { readRuleSettings } from '../../../src/server/projectSettings.ts';
import { readText, UnreadError } from '../../../src/server/readText.ts';
import { allRules } from '../../../src/server/rules/index.ts';
import { createTestDiscovery } from '../../../src/server/testDiscovery.ts';
import { useScratch } from '../../support/scratch.ts';

const client = {
  snippets: true,
  keepsSnippetWhitespace: true,
  resolvesEdits: false,
  showsDisabled: true,
  versionedEdits: true,
  createsFiles: true,
  annotatesChanges: true,
  rulePageUri: 'itlab-rule:{rule}',
};

const found = "it.only('x', () => {\n  throw new Error('y');\n});\n";
/** What `found` reports. */
const reported = ['exclusive-test'];

/** Nested by the ten thousand, as nobody writes it. */
const deep: Readonly<Record<string, string>> = {
  parentheses: `${'('.repeat(50_000)}1${')'.repeat(50_000)};`,
  'open parentheses': '('.repeat(100_000),
  brackets: `${'['.repeat(50_000)}${']'.repeat(50_000)};`,
  blocks: `${'{'.repeat(50_000)}${'}'.repeat(50_000)}`,
  suites: `${"describe('a', () => {".repeat(10_000)}${'});'.repeat(10_000)}`,
  'suites that are open': "describe('a', () => {".repeat(10_000),
  'a chain': `a${'.b()'.repeat(50_000)};`,
  'a sum': `it(${"'a' + ".repeat(50_000)}'', () => {});`,
  arrows: `${'a => '.repeat(20_000)}1;`,
  templates: `${'`${'.repeat(20_000)}1${'}`'.repeat(20_000)};`,
  'else if': `if (a) {}${' else if (a) {}'.repeat(20_000)}`,
  tags: '<a>'.repeat(20_000),
};

describe('what is not looked at', function () {
  this.timeout(60_000);
  const scratch = useScratch();
  const long = `${found}${"it('a', () => {});\n".repeat(mostCharacters / 19 + 1)}`;

  function service(loadParser = async () => typescriptParser) {
    return createLanguageService({
      loadParser,
      rules: allRules,
      actions: allActions,
      client,
      projectOf: () => ({}),
    });
  }

  const open = (text: string, version = 1): TextDocument =>
    TextDocument.create('file:///project/a.test.ts', 'typescript', version, text);

  const isTold = (messages: readonly { readonly message: unknown }[], why: RegExp): void => {
    const [only, ...others] = messages;
    assert.deepEqual(others, []);
    assert.match(String(only?.message), /^This file is not looked at: /);
    assert.match(String(only?.message), why);
  };

  describe('in the editor', () => {
    it('a text that is too long is one information, and is not parsed', async () => {
      const one = service(async () => assert.fail('It was parsed.'));
      const document = open(long);
      const diagnostics = await one.diagnostics(document, new Map());
      isTold(diagnostics, /it has 700,\d\d\d characters, and more than 700,000 are not read\./);
      assert.deepEqual(
        diagnostics.map(({ code, severity, range }) => [code, severity, range.end]),
        [['not-read', 3, { line: 0, character: 0 }]],
      );
      const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
      const asked = { diagnostics: [], only: ['quickfix', 'refactor', fixAllKind] };
      assert.deepEqual(await one.codeActions(document, range, asked, new Map()), []);
    });

    it('a text just short enough is looked at', async () => {
      const diagnostics = await service().diagnostics(open(long.slice(0, mostCharacters)), new Map());
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        reported,
      );
    });

    for (const [name, text] of Object.entries(deep)) {
      it(`${name} nested too deeply are one information, also after a change, and the next text is judged`, async () => {
        const one = service();
        for (const version of [1, 2]) {
          const document = open(`${found}${text}`, version);
          isTold(await one.diagnostics(document, new Map()), /nested too deeply\./);
          isTold(await one.diagnostics(document, new Map()), /nested too deeply\./);
          const range = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
          const asked = { diagnostics: [], only: ['quickfix', fixAllKind] };
          assert.deepEqual(await one.codeActions(document, range, asked, new Map()), []);
        }
        const mended = await one.diagnostics(open(found, 3), new Map());
        assert.deepEqual(
          mended.map(({ code }) => code),
          reported,
        );
      });
    }

    it('a text that becomes too deep is told, and one that is so no longer is judged', async () => {
      const one = service();
      const codes = async (text: string, version: number): Promise<unknown[]> =>
        (await one.diagnostics(open(text, version), new Map())).map(({ code }) => code);
      assert.deepEqual(await codes(found, 1), reported);
      assert.deepEqual(await codes(found.replace("'y'", deep['parentheses'] ?? ''), 2), ['not-read']);
      assert.deepEqual(await codes(found, 3), reported);
    });
  });

  it('one file’s silence is not that of a batch', async () => {
    const texts: Record<string, string> = { 'file:///long.test.ts': long, 'file:///good.test.ts': found };
    for (const [name, text] of Object.entries(deep)) texts[`file:///${name}.test.ts`] = text;
    const discover = createTestDiscovery({
      loadParser: async () => typescriptParser,
      read: (uri) => texts[uri] ?? assert.fail(uri),
    });
    const files = [...Object.keys(texts), 'file:///good.test.ts'].map((uri) => ({ uri }));
    const tests = await discover({ files });
    assert.deepEqual(
      tests.map(({ nodes, broken }) => `${nodes.length} ${broken}`),
      ['0 true', '1 false', ...Object.keys(deep).map(() => '0 true'), '1 false'],
    );
  });

  it('what takes too long is given up, and what comes next is not', () => {
    const text = ' '.repeat(100_000);
    const endless = (): string => {
      for (;;);
    };
    assert.equal(
      withinBounds(text, endless, (why) => why, 50),
      'it takes longer than 0.05 seconds',
    );
    // With time to spare: on a busy machine 50 ms may pass before anything is done.
    assert.equal(
      withinBounds(text, () => 'done', String),
      'done',
    );
    assert.throws(() => withinBounds(text, () => assert.fail('as it is'), String), /as it is/);
  });

  it('fixes stop in time, and leave alone what is not looked at', () => {
    const leaks = `${'process.env.A = undefined;\n'.repeat(3)}it('x', () => {});\n`;
    const fix = (longestMs: number): number =>
      applyFixes({
        parser: typescriptParser,
        path: 'a.ts',
        text: leaks,
        project: {},
        rules: allRules,
        actions: allActions,
        settings: new Map(),
        levels: ['automatic'],
        longestMs,
      }).applied.length;
    assert.equal(fix(60_000), 3);
    assert.equal(fix(0), 0);
    for (const text of [long, `${leaks}${deep['brackets'] ?? ''}`])
      assert.equal(fixText('a.ts', text).text, text);
  });

  it('on the command line each is one row, which says why', () => {
    isTold(lintText('a.test.ts', long), /more than 700,000 are not read/);
    for (const [name, text] of Object.entries(deep)) {
      // Tags are tags where there is JSX.
      const [row, ...others] = lintText(name === 'tags' ? 'a.test.tsx' : 'a.test.ts', found + text);
      assert.deepEqual(others, []);
      assert.deepEqual([row?.rule, row?.severity, row?.line], ['not-read', 'information', 1], name);
    }
  });

  it('settings that are nested too deeply are broken', () => {
    assert.deepEqual(readRuleSettings('['.repeat(50_000)), { rules: new Map(), broken: true });
  });

  describe('reading', () => {
    it('takes what is in a file, also in one that says it is empty', () => {
      const folder = scratch({ 'a.txt': 'Grüße\n', 'empty.txt': '' });
      assert.equal(readText(join(folder, 'a.txt'), 100), 'Grüße\n');
      assert.equal(readText(join(folder, 'empty.txt'), 100), '');
      if (existsSync('/proc/self/status')) assert.match(readText('/proc/self/status', 100_000), /^Name:/);
    });

    it('refuses what is too large, before it is in memory', () => {
      const folder = scratch({ 'a.txt': '12345', 'huge.txt': '' });
      assert.throws(() => readText(join(folder, 'a.txt'), 4), /it is larger than 4 bytes/);
      truncateSync(join(folder, 'huge.txt'), 3e9);
      const before = process.memoryUsage().rss;
      assert.throws(() => readText(join(folder, 'huge.txt'), mostBytes), UnreadError);
      assert.ok(process.memoryUsage().rss - before < 100e6);
      if (existsSync('/proc/self/status'))
        assert.throws(() => readText('/proc/self/status', 10), UnreadError);
    });

    it('waits for no pipe, and takes no folder and no device for a file', function () {
      if (process.platform === 'win32') this.skip();
      const folder = scratch();
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      assert.throws(() => readText(join(folder, 'pipe'), 100), /it is no plain file/);
      assert.throws(() => readText('/dev/zero', 100), /it is no plain file/);
      assert.throws(() => readText(folder, 100), /it is a folder/);
      assert.throws(() => readText(join(folder, 'nothing'), 100), /ENOENT/);
    });

    it('of what is around a file waits for no pipe either', function () {
      if (process.platform === 'win32') this.skip();
      const folder = scratch({ 'test/a.test.js': '', 'node_modules/nock/index.js': '' });
      for (const name of ['.mocharc.json', 'package.json', 'node_modules/nock/package.json']) {
        execFileSync('mkfifo', [join(folder, name)]);
      }
      mkdirSync(join(folder, '.mocharc.yml'));
      writeFileSync(join(folder, 'test/mocha.opts'), '--require ./set-up.js');
      execFileSync('mkfifo', [join(folder, 'set-up.js')]);
      const facts = projectFactsOf(pathToFileURL(join(folder, 'test/a.test.js')).href);
      assert.equal(facts.packageType, 'commonjs');
      assert.equal(facts.version?.('nock'), undefined);
      assert.equal(facts.setupText?.trim(), '');
      assert.equal(facts.mochaSettings?.text, '');
    });
  });
});
