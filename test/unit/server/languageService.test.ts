import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver';
import { allActions } from '../../../src/server/actions/index.ts';
import { quickFix } from '../../../src/server/actions/action.ts';
import { readTestFile } from '../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../src/server/analysis/typescriptParser.ts';
import { decodeRuleSettings } from '../../../src/server/checks.ts';
import { createLanguageService } from '../../../src/server/languageService.ts';
import type { ClientAbilities, LanguageServiceParts } from '../../../src/server/languageService.ts';
import { possible } from '../../../src/server/edits/textChange.ts';
import { allRules } from '../../../src/server/rules/index.ts';
import type { Rule } from '../../../src/server/rules/rule.ts';

const able: ClientAbilities = {
  snippets: true,
  keepsSnippetWhitespace: false,
  resolvesEdits: true,
  showsDisabled: true,
  versionedEdits: true,
  createsFiles: true,
  annotatesChanges: false,
  rulePageUri: 'itlab-rule:{rule}',
};

function serviceFor(client: Partial<ClientAbilities> = {}, parts: Partial<LanguageServiceParts> = {}) {
  return createLanguageService({
    loadParser: async () => typescriptParser,
    rules: allRules,
    actions: allActions,
    client: { ...able, ...client },
    projectOf: () => ({}),
    ...parts,
  });
}

const none = decodeRuleSettings({});

function open(text: string, version = 1, uri = 'file:///project/tests/a.test.ts'): TextDocument {
  return TextDocument.create(uri, 'typescript', version, text);
}

/** The whole document, as a selection. */
function everything(document: TextDocument) {
  return { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
}

function at(document: TextDocument, needle: string) {
  const position = document.positionAt(document.getText().indexOf(needle));
  return { start: position, end: position };
}

/** Applies an edit as an editor does, and insists on the document's version. */
function apply(document: TextDocument, action: CodeAction | undefined): string {
  const [change] = action?.edit?.documentChanges ?? [];
  assert.ok(change !== undefined && 'edits' in change);
  const whole: TextDocumentEdit = change;
  assert.equal(whole.textDocument.version, document.version);
  return TextDocument.applyEdits(
    document,
    whole.edits.map((edit) =>
      'newText' in edit ? edit : { range: edit.range, newText: edit.snippet.value },
    ),
  );
}

const twoDatabases = `import { openDatabase } from '../src/database.ts';

describe('orders', () => {
  it('a works', () => {
    const db = openDatabase(':memory:');
    db.exec('');
  });

  it('b works', () => {
    const other = openDatabase(':memory:');
    other.exec('');
  });
});
`;

describe('language service', () => {
  it('reports with severity, code, place and the address of the rule', async () => {
    const document = open(twoDatabases);
    const [first] = await serviceFor().diagnostics(document, none);
    assert.deepEqual(first, {
      range: { start: { line: 4, character: 15 }, end: { line: 4, character: 39 } },
      severity: 2,
      code: 'unreleased-db',
      codeDescription: { href: 'itlab-rule:unreleased-db' },
      source: 'itlab',
      message:
        'The database `db` is opened here and never closed. Close it in `afterEach`, which runs even when a test fails.',
    });
    const [plain] = await serviceFor({ rulePageUri: undefined }).diagnostics(document, none);
    assert.equal(plain?.codeDescription, undefined);
  });

  it('follows the severities of the settings, in diagnostics and in actions', async () => {
    const document = open(twoDatabases);
    const service = serviceFor();
    const severe = await service.diagnostics(
      document,
      decodeRuleSettings({ 'unreleased-db': 'error', other: 3 }),
    );
    assert.deepEqual(
      severe.map((diagnostic) => diagnostic.severity),
      [1, 1],
    );
    const off = decodeRuleSettings({ 'unreleased-db': 'off' });
    assert.deepEqual(await service.diagnostics(document, off), []);
    const actions = await service.codeActions(
      document,
      everything(document),
      { diagnostics: [], only: ['quickfix'] },
      off,
    );
    assert.deepEqual(actions, []);
  });

  it('keeps two fixes of one rule in one request apart', async () => {
    const document = open(twoDatabases, 7);
    const service = serviceFor();
    const listed = await service.codeActions(
      document,
      everything(document),
      { diagnostics: [], only: ['quickfix'] },
      none,
    );
    const preferred = listed.filter((action) => action.isPreferred === true);
    assert.deepEqual(
      preferred.map((action) => action.title),
      ['Close `db` in `afterEach`', 'Close `other` in `afterEach`'],
    );
    assert.ok(listed.every((action) => action.edit === undefined));
    const [first, second] = await Promise.all(
      preferred.map((action) => service.resolve(action, document, none)),
    );
    assert.match(apply(document, first), /^ {2}let db: ReturnType<typeof openDatabase>;$/m);
    assert.match(apply(document, second), /^ {2}let other: ReturnType<typeof openDatabase>;$/m);
    assert.match(apply(document, second), /const db = openDatabase/);
  });

  it('offers what mends a diagnostic once, as its fix', async () => {
    const document = open(twoDatabases);
    const here = at(document, "openDatabase(':");
    const titles = async (only?: string[]): Promise<string[]> => {
      const context = { diagnostics: [], ...(only ? { only } : {}) };
      const listed = await serviceFor().codeActions(document, here, context, none);
      return listed
        .filter(({ title }) => title === 'Close `db` in `afterEach`')
        .map(({ kind }) => kind ?? '');
    };
    assert.deepEqual(await titles(), ['quickfix']);
    assert.deepEqual(await titles(['refactor']), ['refactor.rewrite.teardown-here']);
  });

  it('offers one of two that would make the same edit, by the same words', async () => {
    const text = `import { createServer } from 'node:http';
import nock from 'nock';

describe('weather', () => {
  afterEach(() => nock.cleanAll());

  it('listens', async () => {
    const server = createServer();
    await new Promise((resolve) => server.listen(3999, resolve));
    nock('http://a.test').get('/').reply(200);
    await fetch('http://localhost:3999/');
    await new Promise((resolve) => server.close(resolve));
  });
});
`;
    const document = open(text);
    const titlesAt = async (words: string): Promise<string[]> => {
      const listed = await serviceFor().codeActions(document, at(document, words), { diagnostics: [] }, none);
      return listed.filter(({ disabled }) => !disabled).map(({ title }) => title);
    };
    assert.deepEqual(
      (await titlesAt('3999, resolve')).filter((title) => /\bport 3999|the port\b/.test(title)),
      ['Let the system choose the port instead of 3999'],
    );
    for (const words of ["nock('http://a.test", 'weather']) {
      assert.deepEqual(
        (await titlesAt(words)).filter((title) => title.includes('Refuse requests')),
        ['Refuse requests to hosts without an interceptor in this suite'],
      );
    }
    assert.ok(!(await titlesAt('createServer();')).some((title) => title.includes('Refuse requests')));
  });

  it('does not resolve an action of an older version', async () => {
    const service = serviceFor();
    const document = open(twoDatabases, 1);
    const [action] = await service.codeActions(document, everything(document), { diagnostics: [] }, none);
    assert.ok(action !== undefined);
    assert.equal(await service.resolve(action, open(`\n${twoDatabases}`, 2), none), undefined);
    assert.equal(await service.resolve(action, open(`${twoDatabases}\n`, 3), none), undefined);
    assert.equal(await service.resolve(action, undefined, none), undefined);
  });

  it('sends the edit at once, unversioned and without snippets, where the editor knows no better', async () => {
    const service = serviceFor({ resolvesEdits: false, versionedEdits: false, showsDisabled: false });
    const document = open("describe('orders', () => {\n  it('a', () => {});\n});\n");
    const [fixture, ...others] = await service.codeActions(
      document,
      at(document, '  it'),
      { diagnostics: [], only: ['refactor.rewrite.database-fixture'] },
      none,
    );
    assert.deepEqual(
      others.map(({ title }) => title),
      ['Insert database fixture for the whole suite'],
    );
    const edits = fixture?.edit?.changes?.[document.uri] ?? [];
    const text = TextDocument.applyEdits(document, edits);
    assert.match(
      text,
      /^ {4}db\.exec\('CREATE TABLE items \(id INTEGER PRIMARY KEY, name TEXT NOT NULL\)'\);$/m,
    );
    assert.equal(fixture?.edit?.documentChanges, undefined);
  });

  it('sends tab stops, with white space as the editor treats it', async () => {
    const text =
      "import nock from 'nock';\n\ndescribe('orders', () => {\n  let price = 1;\n\n  it('a', () => {});\n});\n";
    const document = open(text);
    for (const keepsSnippetWhitespace of [true, false]) {
      const service = serviceFor({ keepsSnippetWhitespace });
      const [listed] = await service.codeActions(document, at(document, '  it'), { diagnostics: [] }, none);
      const resolved = listed && (await service.resolve(listed, document, none));
      const indent = keepsSnippetWhitespace ? '  ' : '';
      assert.equal(
        apply(document, resolved),
        text.replace("'nock';\n", "'nock';\nimport Database from 'better-sqlite3';\n").replace(
          'let price = 1;\n',
          `let price = 1;
${indent}let db: Database.Database;

${indent}beforeEach(() => {
${indent}  db = new Database(':memory:');
${indent}  db.exec('\${1:CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)}');
${indent}\\});

${indent}afterEach(() => {
${indent}  db?.close();
${indent}\\});
`,
        ),
      );
    }
  });

  it('says what each change is about where several hooks change at once, and only there', async () => {
    const annotated = async (text: string, kind: string): Promise<unknown> => {
      const service = serviceFor({ annotatesChanges: true });
      const document = open(text);
      const listed = await service.codeActions(
        document,
        kind === 'quickfix' ? everything(document) : at(document, '  it'),
        { diagnostics: [], only: [kind] },
        none,
      );
      const action = listed.find(({ title, isPreferred }) => isPreferred === true || /fixture/i.test(title));
      assert.ok(action);
      const resolved = await service.resolve(action, document, none);
      const [change] = resolved?.edit?.documentChanges ?? [];
      assert.ok(change !== undefined && 'edits' in change);
      const ids = change.edits.map((edit) => ('annotationId' in edit ? edit.annotationId : undefined));
      return { ids, annotations: resolved?.edit?.changeAnnotations };
    };
    const empty = "describe('orders', () => {\n  it('a', () => {});\n});\n";
    assert.deepEqual(await annotated(empty, 'refactor.rewrite.database-fixture'), {
      ids: ['0', '1'],
      annotations: {
        '0': { label: 'What the hooks need', description: 'line 1' },
        '1': { label: 'Add `beforeEach`, Add `afterEach`', description: 'line 1' },
      },
    });
    assert.deepEqual(await annotated(twoDatabases, 'quickfix'), {
      ids: [undefined, undefined],
      annotations: undefined,
    });
  });

  it('says why a refactoring cannot apply', async () => {
    const reasons: string[] = [];
    const texts = [
      "describe('x', () => { it('a', () => { ▮ }); });",
      "describe('x', () => { // ▮\n});",
      "describe('x', () => { ▮ ; it('a', () => {}) ",
      "import { openDb } from './x.ts'; describe('x', () => { before(() => { openDb().close(); }); ▮ });",
      "const Database = 1; describe('x', () => { ▮ });",
      "const db = 1, database = 2; describe('x', () => { const testDb = 3; ▮ });",
      "describe('x', () => { const afterEach = 1; const after = 2; ▮ });",
    ];
    for (const [index, text] of texts.entries()) {
      const document = open(text.replace('▮', ''), 1, `file:///${index}.test.ts`);
      const offset = document.positionAt(text.indexOf('▮'));
      const only = ['refactor.rewrite.database-fixture'];
      const selection = { start: offset, end: offset };
      const [action, ...others] = await serviceFor().codeActions(
        document,
        selection,
        { diagnostics: [], only },
        none,
      );
      assert.deepEqual(others, []);
      reasons.push(action?.disabled?.reason ?? 'possible');
    }
    assert.deepEqual(reasons, [
      'Put the cursor directly inside a suite, outside its tests and hooks.',
      'The cursor is in a comment or a text.',
      'The file has syntax errors. Repair them first.',
      'The suite opens a database already: line 1.',
      'The name `Database` is taken in this file.',
      'The names `db`, `database` and `testDb` are all taken in this suite.',
      '`afterEach` means something else here: line 1.',
    ]);
    const missing = serviceFor({}, { projectOf: () => ({ resolves: () => false }) });
    const document = open("describe('x', () => {  });");
    const here = { start: document.positionAt(23), end: document.positionAt(23) };
    const [action] = await missing.codeActions(document, here, { diagnostics: [] }, none);
    assert.match(action?.disabled?.reason ?? '', /better-sqlite3 is not installed for this file/);
  });

  it('honours every kind that is asked for', async () => {
    const document = open(twoDatabases);
    const some = ['close-database', 'insert-database-fixture', 'disable-rule'];
    const actions = allActions.filter(({ id }) => some.includes(id));
    const kinds = async (only: string[]): Promise<string[]> => {
      const listed = await serviceFor({}, { actions }).codeActions(
        document,
        at(document, "openDatabase(':"),
        { diagnostics: [], only },
        none,
      );
      return [...new Set(listed.map((action) => action.kind ?? ''))];
    };
    assert.deepEqual(await kinds(['refactor', 'quickfix']), [
      'quickfix',
      'refactor.rewrite.database-fixture',
    ]);
    assert.deepEqual(await kinds(['refactor.rewrite']), ['refactor.rewrite.database-fixture']);
    assert.deepEqual(await kinds(['refactor.extract', 'source.organizeImports']), []);
    // Nothing of the first rules is safe unseen.
    assert.deepEqual(await kinds(['source.fixAll']), []);
  });

  it('fixes everything that is safe unseen in one edit, and nothing in a broken file', async () => {
    const rule: Rule = {
      ...allRules[0]!, // the list is not empty: every service needs rules
      id: 'shout',
      fix: 'automatic',
      aboutAbsence: false,
      find: (file) =>
        [...file.text.matchAll(/\bquiet\b/g)].map(({ index }) => ({
          start: index,
          end: index + 5,
          message: 'Too quiet.',
          related: [],
          subject: undefined,
        })),
    };
    const action = quickFix({
      id: 'shout',
      title: 'Shout',
      rule,
      offers: (_, finding) => [
        {
          title: 'Shout',
          key: String(finding.start),
          preferred: true,
          finding,
          edit: () => possible([{ start: finding.start, end: finding.end, text: 'LOUD' }]),
        },
      ],
    });
    const service = serviceFor({}, { rules: [rule], actions: [action] });
    const context = { diagnostics: [], only: ['source.fixAll.itlab'] };
    const document = open('quiet(1);\nquiet(2);\n');
    const [all, ...others] = await service.codeActions(document, everything(document), context, none);
    assert.deepEqual(others, []);
    assert.equal(apply(document, all), 'LOUD(1);\nLOUD(2);\n');
    const broken = open('quiet(1;\n', 2);
    assert.deepEqual(await service.codeActions(broken, everything(broken), context, none), []);
  });

  it('offers to disable a rule for one line, also inside a template', async () => {
    const document = open(`import { openDatabase } from '../src/database.ts';
it('a works', () => {
  const one = openDatabase('x');
  const text = \`
    \${openDatabase('y').name}\`;
  one.exec(text);
});
`);
    const service = serviceFor();
    const titles = ['const one', "openDatabase('y"].map(async (needle) => {
      const range = {
        start: at(document, needle).start,
        end: document.positionAt(document.getText().indexOf(needle) + 14),
      };
      const listed = await service.codeActions(
        document,
        range,
        { diagnostics: [], only: ['quickfix'] },
        none,
      );
      const disable = listed.find((action) => action.title === 'Disable unreleased-db for this line');
      const resolved = disable && (await service.resolve(disable, document, none));
      assert.equal(disable?.isPreferred, undefined);
      return apply(document, resolved);
    });
    const [before, inside] = await Promise.all(titles);
    assert.match(before ?? '', /^ {2}\/\/ itlab-disable-next-line unreleased-db\n {2}const one/m);
    assert.match(inside ?? '', /\$\{\/\* itlab-disable-line unreleased-db \*\/ openDatabase\('y'\)/);
    for (const [text, left] of [
      [before, 4],
      [inside, 2],
    ] as const) {
      const diagnostics = await service.diagnostics(open(text ?? '', 5, `file:///${left}.test.ts`), none);
      assert.deepEqual(
        diagnostics.map((diagnostic) => diagnostic.range.start.line),
        [left === 4 ? 5 : 2],
      );
    }
  });
});

describe('broken text', function () {
  this.timeout(60_000);
  // Reproducible: the same damage in every run.
  function random(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
  }

  it('never makes rules or actions throw, and no edit leaves the text', () => {
    const next = random(7);
    const source = `${twoDatabases}\nimport nock from 'nock';\ndescribe('n', function () {\n  let db;\n  beforeEach(() => { db = openDatabase(':memory:'); });\n  afterEach(() => nock.isDone());\n  it('x', async () => { nock('http://a.test').get(\`/\${db}\`).reply(200); });\n});\n`;
    let offers = 0;
    for (let round = 0; round < 400; round += 1) {
      const cut = Math.floor(next() * source.length);
      const length = Math.floor(next() * (round % 3 === 0 ? 1 : 12)) + 1;
      const inserted = ['', '{', '(', '`', "'", 'db.', '*/', '<'][Math.floor(next() * 8)] ?? '';
      const text = source.slice(0, cut) + inserted + source.slice(cut + length);
      const file = readTestFile(typescriptParser, round % 2 === 0 ? 'a.test.ts' : 'a.test.jsx', text, {});
      for (const action of allActions) {
        for (const offer of action.offers(file, { start: 0, end: text.length })) {
          const edit = offer.edit();
          offers += 1;
          if (!edit.possible) continue;
          for (const change of edit.changes) {
            assert.ok(change.start >= 0 && change.start <= change.end && change.end <= text.length, text);
          }
        }
      }
    }
    assert.ok(offers > 100);
  });
});
