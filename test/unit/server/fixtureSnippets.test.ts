import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { allActions } from '../../../src/server/actions/index.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import type { ProjectFacts } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../src/server/edits/textChange.ts';
import { fixtureSnippets } from '../../../src/server/fixtureSnippets.ts';
import { createLanguageService } from '../../../src/server/languageService.ts';
import { unknownNames } from './unknownNames.ts';

/** The fixtures that stand behind the snippets; `itnock` is put together from two actions. */
const actionsOf = new Map([
  ['itdb', 'insert-database-fixture'],
  ['ittemp', 'insert-temp-dir-fixture'],
  ['itserver', 'insert-server-fixture'],
  ['itchild', 'insert-child-process-fixture'],
  ['itclock', 'fake-clock'],
]);
const prefixes = [...actionsOf.keys(), 'itnock'];

/** What is offered at `▮`. */
function offered(marked: string, path = 'tests/a.test.ts', project: ProjectFacts = {}) {
  return fixtureSnippets(typescriptParser, path, marked.replace('▮', ''), project, marked.indexOf('▮'));
}

function completed(marked: string, prefix: string, path?: string, project?: ProjectFacts): string {
  const snippet = offered(marked, path, project).find((one) => one.prefix === prefix);
  assert.ok(snippet, `${prefix} is not offered.`);
  return applyChanges(marked.replace('▮', ''), [...snippet.others, snippet.change]);
}

const shapes: Readonly<Record<string, readonly [path: string, text: string]>> = {
  TypeScript: ['a.test.ts', "describe('x', () => {\n  it▮\n  it('a', () => {});\n});\n"],
  'an import': [
    'a.test.ts',
    "import assert from 'node:assert';\n\ndescribe('x', () => {\n\tit▮\n\tit('a', () => { assert.ok(1); });\n});\n",
  ],
  'ES modules with CRLF': [
    'a.test.mjs',
    "import 'node:os';\r\n\r\ndescribe('x', () => {\r\n    it▮\r\n    it('a', () => {});\r\n});\r\n",
  ],
  'CommonJS without semicolons': [
    'a.test.cjs',
    'const os = require("node:os")\n\ndescribe("x", function () {\n  it▮\n  it("a", function () { os.type() })\n})\n',
  ],
  'a suite of suites': [
    'a.test.ts',
    "suite('x', () => {\n  suite('y', () => {\n    it▮\n    test('a', () => {});\n  });\n});\n",
  ],
  'imported words': [
    'a.test.ts',
    "import { describe, it } from 'mocha';\n\ndescribe('x', () => {\n  it▮\n  it('a', () => {});\n});\n",
  ],
};

describe('fixtures by their prefix', () => {
  for (const [name, [path, text]] of Object.entries(shapes)) {
    it(`leave no unknown name: ${name}`, () => {
      assert.deepEqual(
        offered(text, path)
          .map(({ prefix }) => prefix)
          .sort(),
        [...prefixes].sort(),
      );
      for (const prefix of prefixes) {
        const made = completed(text, prefix, path);
        assert.equal(readTestFile(typescriptParser, path, made, {}).broken, false, made);
        assert.deepEqual(unknownNames(path, made), [], made);
        assert.doesNotMatch(made, /[ \t]+\r?$/m);
      }
    });

    it(`are what the refactorings insert: ${name}`, () => {
      const before = text.replace(/^[ \t]*it▮\r?\n/m, '');
      const cursor = text.indexOf('▮') - 2;
      const file = readTestFile(typescriptParser, path, before, {});
      for (const [prefix, id] of actionsOf) {
        const action = allActions.find((one) => one.id === id);
        const edit = action?.offers(file, { start: cursor, end: cursor })[0]?.edit();
        assert.ok(edit?.possible);
        assert.equal(completed(text, prefix, path), applyChanges(before, edit.changes));
      }
    });
  }

  it('use what the file imports and the project has', () => {
    const imported =
      "import { openDatabase } from '../src/database.ts';\ndescribe('x', () => {\n  itdb▮\n});\n";
    assert.match(completed(imported, 'itdb'), /db = openDatabase\(':memory:'\);\n {2}\}\);/);
    assert.doesNotMatch(completed(imported, 'itdb'), /Database\.Database|items/);
    const schema = completed("describe('x', () => {\n  itdb▮\n});\n", 'itdb', 'tests/a.test.ts', {
      schemaFile: '../db/schema.sql',
    });
    assert.match(schema, /readFileSync\(new URL\('..\/db\/schema.sql'/);
    const none = offered("describe('x', () => {\n  it▮\n});\n", 'a.test.ts', { resolves: () => false });
    assert.deepEqual(
      none.map(({ prefix }) => prefix),
      ['ittemp', 'itserver', 'itchild', 'itclock'],
    );
  });

  it('stand where they are typed, in the suite’s indentation, apart from what is around them', () => {
    const text = `import { mock } from 'node:test';

describe('x', () => {
  let n = 0;
itclock▮
  // Adds.
  it('a', () => {
    n += 1;
  });
});
`;
    assert.equal(
      completed(text, 'itclock'),
      `import { mock } from 'node:test';

describe('x', () => {
  let n = 0;

  beforeEach(() => {
    mock.timers.enable({ apis: ['Date'], now: new Date('2030-01-01T12:00:00Z') });
  });

  afterEach(() => {
    mock.timers.reset();
  });

  // Adds.
  it('a', () => {
    n += 1;
  });
});
`,
    );
    assert.match(completed(text, 'itclock'), /let n = 0;\n\n {2}beforeEach/);
    const among = "describe('x', () => {\n  let n = 0;\n  itdb▮\n\n  it('a', () => { n += 1; });\n});\n";
    assert.match(completed(among, 'itdb'), /let n = 0;\n {2}let db: Database.Database;\n\n/);
  });

  it('close what they open: interceptors', () => {
    assert.match(
      completed("describe('x', () => {\n  itnock▮\n});\n", 'itnock'),
      /^import nock from 'nock';\n\n[^]*before\([^]*disableNetConnect\(\)[^]*afterEach\([^]*cleanAll[^]*after\([^]*enableNetConnect\(\)/,
    );
  });

  it('are not offered elsewhere', () => {
    for (const text of [
      'itdb▮\n',
      "describe('x', () => {\n  it('a', () => {\n    itdb▮\n  });\n});\n",
      "describe('x', () => {\n  const a = itdb▮\n});\n",
      "describe('x', () => { itdb▮ });\n",
      "describe('x', () => {\n  itdb▮ + 1\n});\n",
      "describe('x', () => {\n  // itdb▮\n});\n",
      "describe('x', () => {\n  `\n  itdb▮\n  `;\n});\n",
      "describe('x', () => {\n  item▮\n});\n",
    ])
      assert.deepEqual(offered(text), [], text);
    const open =
      "import Database from 'better-sqlite3';\ndescribe('x', () => {\n  before(() => { new Database('x'); });\n  itdb▮\n});\n";
    assert.deepEqual(offered(open), []);
  });

  it('are completions with tab stops, whose white space is their own', async () => {
    const service = createLanguageService({
      loadParser: () => Promise.resolve(typescriptParser),
      rules: [],
      actions: [],
      client: {
        snippets: false,
        keepsSnippetWhitespace: false,
        resolvesEdits: false,
        showsDisabled: false,
        versionedEdits: false,
        createsFiles: false,
        annotatesChanges: false,
        rulePageUri: undefined,
      },
      projectOf: () => ({}),
    });
    const text = "describe('x', () => {\n  itclock\n});\n";
    const document = TextDocument.create('file:///tests/a.test.ts', 'typescript', 1, text);
    const at = document.positionAt(text.indexOf('itclock') + 7);
    const [item] = await service.completions(document, at, { snippets: true, keepsWhitespace: true });
    assert.ok(item?.textEdit && 'range' in item.textEdit);
    assert.deepEqual(item.textEdit.range, {
      start: { line: 1, character: 2 },
      end: { line: 1, character: 9 },
    });
    assert.match(item.textEdit.newText, /^beforeEach\(\(\) => \{\n {4}mock[^]*\$\{1:2030/);
    assert.equal(item.insertTextMode, 1);
    const [plain] = await service.completions(document, at, { snippets: false, keepsWhitespace: false });
    assert.match(plain?.textEdit?.newText ?? '', /^beforeEach\(\(\) => \{\n {2}mock[^$]*$/);
  });
});
