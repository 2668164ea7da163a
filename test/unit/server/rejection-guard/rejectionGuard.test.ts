import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver';
import { rejectionGuard } from '../../../../src/server/actions/rejectionGuard.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { createLanguageService } from '../../../../src/server/languageService.ts';
import type { ClientAbilities } from '../../../../src/server/languageService.ts';
import { projectFactsOf } from '../../../../src/server/projectFacts.ts';
import type { OpenText } from '../../../../src/server/projectFacts.ts';

const outFolder = fileURLToPath(new URL('../../../../out/', import.meta.url));
const mocha = fileURLToPath(new URL('../../../../node_modules/mocha/bin/mocha.js', import.meta.url));

/** A test whose promise nobody waits for, and two that run after it. */
const tests: Readonly<Record<string, string>> = {
  'tests/orders.test.ts': `import assert from 'node:assert/strict';

async function load(id: number): Promise<string> {
  throw new Error(\`order \${id} is gone\`);
}

describe('orders', () => {
  it('loads', () => {
    load(7).then((text) => assert.equal(text, 'x'));
  });

  it('waits', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});

describe('customers', () => {
  it('are there', () => {});
});
`,
  'tests/orders.test.cjs': `const assert = require("node:assert/strict")

const load = async (id) => {
\tthrow new Error("order " + id + " is gone")
}

describe("orders", () => {
\tit("waits", async () => {
\t\tawait new Promise((resolve) => setTimeout(resolve, 5))
\t})

\tit("loads", () => {
\t\tload(7).then((text) => assert.equal(text, "x"))
\t})
})
`,
};

interface Settings {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

const esm = './rejection-guard.mjs';

/** What stands in `.mocharc` in the ways in which people write it. Comments and style survive. */
const changed: readonly Settings[] = [
  { name: 'json', before: '{}', after: `{"require": ["${esm}"]}` },
  {
    name: 'json',
    before: '{\n    "spec": "tests/*.test.ts", // all\n    "timeout": 3000 /* ms */\n}\n',
    after: `{\n    "spec": "tests/*.test.ts", // all\n    "timeout": 3000, /* ms */\n    "require": ["${esm}"]\n}\n`,
  },
  {
    name: 'json',
    before: '{ "require": "./setup.cjs", "bail": false }',
    after: `{ "require": ["./setup.cjs", "${esm}"], "bail": false }`,
  },
  {
    name: 'jsonc',
    before: '{\r\n\t// first\r\n\t"require": [\r\n\t\t"./setup.cjs" // own\r\n\t]\r\n}\r\n',
    after: `{\r\n\t// first\r\n\t"require": [\r\n\t\t"./setup.cjs", // own\r\n\t\t"${esm}"\r\n\t]\r\n}\r\n`,
  },
  {
    name: 'jsonc',
    before: '{"require": ["./setup.cjs"/* a, b */], "ui": "bdd" }',
    after: `{"require": ["./setup.cjs", "${esm}"/* a, b */], "ui": "bdd" }`,
  },
  { name: 'yml', before: '', after: `require:\n  - ${esm}\n` },
  {
    name: 'yml',
    before: '# ours\nspec: tests/*.test.ts # all\ntimeout: 3000',
    after: `# ours\nspec: tests/*.test.ts # all\ntimeout: 3000\nrequire:\n  - ${esm}\n`,
  },
  {
    name: 'yaml',
    before: 'require:\r\n- ./setup.cjs # own\r\n\r\nbail: false\r\n',
    after: `require:\r\n- ./setup.cjs # own\r\n- ${esm}\r\n\r\nbail: false\r\n`,
  },
  {
    name: 'yaml',
    before: "require: ['./setup.cjs'] # own\n",
    after: `require: ['./setup.cjs', ${esm}] # own\n`,
  },
  { name: 'yml', before: 'require: ./setup.cjs # own\n', after: `require: [./setup.cjs, ${esm}] # own\n` },
  {
    name: 'yml',
    before: `require:\n  - ./setup.cjs\n  # more\n  - "./setup.cjs"\n\nspec:\n- 'tests/*.test.ts'\n# end\n`,
    after: `require:\n  - ./setup.cjs\n  # more\n  - "./setup.cjs"\n  - ${esm}\n\nspec:\n- 'tests/*.test.ts'\n# end\n`,
  },
  { name: 'yaml', before: 'require: [ ]\n', after: `require: [ ${esm}]\n` },
  {
    name: 'cjs',
    before: `'use strict';\nmodule.exports = {\n  require: ['./setup.cjs'],\n  timeout: 60 * 1000,\n};\n`,
    after: `'use strict';\nmodule.exports = {\n  require: ['./setup.cjs', '${esm}'],\n  timeout: 60 * 1000,\n};\n`,
  },
  {
    name: 'js',
    before: 'module.exports = {\n  ui: "bdd",\n};\n',
    after: `module.exports = {\n  ui: "bdd",\n  require: ["${esm}"],\n};\n`,
  },
  {
    name: 'mjs',
    before: `export default { ui: 'bdd' };\n`,
    after: `export default { ui: 'bdd', require: ['${esm}'] };\n`,
  },
];

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['json', '{ "spec": }', /syntax errors/],
  ['json', '["a"]', /not one object/],
  ['json', '{ "require": 3 }', /not written as a list/],
  ['json', '{ "require": [], "require": [] }', /several/],
  ['json', '{ "node-option": ["unhandled-rejections=strict"] }', /already/],
  ['yml', 'require: [a\n', /not changed unseen/],
  ['yml', 'require:\n  - a\n  -  b: c\n', /not changed unseen/],
  ['yml', 'require:\ntimeout: 3\n', /not changed unseen/],
  ['yml', 'require: [a,\n  b]\n', /not changed unseen/],
  ['yml', 'require: null\n', /not changed unseen/],
  ['yml', 'require: a b, c\n', /not changed unseen/],
  ['yml', 'spec: |\n  require: a\n', /not changed unseen/],
  ['yml', 'spec: "a\n\nb: c"\n', /not changed unseen/],
  ['yml', 'require: [a]\nrequire: [b]\n', /not changed unseen/],
  ['yml', '{ timeout: 3 }\n', /not changed unseen/],
  ['yml', 'require: &mine\n  - a\n  - *mine\n', /not changed unseen/],
  ['yml', '  timeout: 3\n', /not changed unseen/],
  ['yml', 'a: 1\n...\n', /not changed unseen/],
  ['cjs', `const base = require('./base');\nmodule.exports = { ...base };\n`, /from elsewhere/],
  ['cjs', `module.exports = { require: modules };\n`, /not written as a list/],
  ['cjs', `const a = {};\nmodule.exports = a;\n`, /as one object/],
  ['cjs', `module.exports = {};\nmodule.exports.require = ['x'];\n`, /as one object/],
  ['mjs', 'export default async () => ({});\n', /as one object/],
];

describe('rejection-guard', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(() => {
    mkdirSync(outFolder, { recursive: true });
    folder = mkdtempSync(join(outFolder, 'rejection-'));
    mkdirSync(join(folder, 'tests'));
    write('package.json', '{}');
    write('setup.cjs', '');
    for (const [path, text] of Object.entries(tests)) write(path, text);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  function write(path: string, text: string): void {
    writeFileSync(join(folder, path), text);
  }

  function read(path: string): string {
    return readFileSync(join(folder, path), 'utf8');
  }

  /** What the light bulb has at the title of a suite. */
  async function offer(
    path: string,
    abilities: Partial<ClientAbilities> = {},
    openText?: OpenText,
    at = 'describe',
  ): Promise<CodeAction | undefined> {
    const service = createLanguageService({
      loadParser: async () => typescriptParser,
      rules: [],
      actions: [rejectionGuard],
      client: {
        snippets: true,
        keepsSnippetWhitespace: false,
        resolvesEdits: false,
        showsDisabled: true,
        versionedEdits: true,
        createsFiles: true,
        annotatesChanges: true,
        rulePageUri: undefined,
        ...abilities,
      },
      projectOf: (uri) => projectFactsOf(uri, undefined, openText),
    });
    const document = TextDocument.create(pathToFileURL(join(folder, path)).href, 'typescript', 1, read(path));
    const position = document.positionAt(read(path).indexOf(at));
    const actions = await service.codeActions(
      document,
      { start: position, end: position },
      { diagnostics: [] },
      new Map(),
    );
    return actions[0];
  }

  async function reasonAgainst(path: string): Promise<string | undefined> {
    return (await offer(path))?.disabled?.reason;
  }

  /** Does what an editor does with the edit, and insists on what is allowed to it. */
  function apply(action: CodeAction | undefined): void {
    assert.equal(action?.disabled, undefined);
    const created = new Set<string>();
    for (const change of action?.edit?.documentChanges ?? []) {
      if ('edits' in change) {
        const path = fileURLToPath(change.textDocument.uri);
        assert.equal(change.textDocument.version, null);
        assert.ok(existsSync(path));
        const edits = change.edits.map((edit) => {
          assert.ok('newText' in edit);
          return edit;
        });
        const document = TextDocument.create('', '', 0, readFileSync(path, 'utf8'));
        writeFileSync(path, TextDocument.applyEdits(document, edits));
      } else {
        assert.ok(change.kind === 'create');
        const path = fileURLToPath(change.uri);
        assert.deepEqual(change.options, { overwrite: false, ignoreIfExists: false });
        assert.equal(existsSync(path), false);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, '');
        created.add(path);
      }
    }
    assert.equal(created.size, 1);
  }

  function runMocha(...args: string[]): { status: number | null; output: string } {
    const child = spawnSync(process.execPath, [mocha, '--no-package', ...args], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' },
    });
    return { status: child.status, output: child.stdout + child.stderr };
  }

  for (const path of Object.keys(tests)) {
    it(`makes ${path} fail, which passes without it, and all other tests run`, async () => {
      write('.mocharc.json', '{}');
      const before = runMocha(path);
      assert.equal(before.status, 0, before.output);
      assert.doesNotMatch(before.output, /is gone/);
      const passing = /\d+ passing/.exec(before.output)?.[0];
      apply(await offer(path));
      const after = runMocha(path);
      assert.notEqual(after.status, 0, after.output);
      assert.match(after.output, /Nobody handled 1 rejected promise/);
      assert.match(after.output, /during or after "orders loads": Error: order 7 is gone/);
      assert.match(after.output, /1 failing/);
      assert.equal(/\d+ passing/.exec(after.output)?.[0], passing);
    });
  }

  it('says nothing where all promises are handled, and finds them in parallel runs too', async () => {
    write('.mocharc.json', '{}');
    write('tests/fine.test.ts', `it('is fine', async () => { await Promise.reject(1).catch(() => 2); });\n`);
    apply(await offer('tests/orders.test.ts'));
    const fine = runMocha('tests/fine.test.ts');
    assert.equal(fine.status, 0, fine.output);
    const parallel = runMocha('--parallel', 'tests/fine.test.ts', 'tests/orders.test.ts');
    assert.notEqual(parallel.status, 0, parallel.output);
    assert.match(parallel.output, /during or after "orders loads"/);
  });

  it('writes the file as the tests are written', async () => {
    write('.mocharc.json', '{}');
    apply(await offer('tests/orders.test.cjs'));
    const text = read('rejection-guard.cjs');
    assert.match(text, /\n\tbeforeAll\(\) \{\n\t\tprocess\.on\("unhandledRejection", note\)\n/);
    assert.doesNotMatch(text, /'|;\n/);
    write('.mocharc.json', '{}');
    write('tests/orders.test.ts', read('tests/orders.test.ts').replaceAll('\n', '\r\n'));
    apply(await offer('tests/orders.test.ts'));
    assert.match(read('rejection-guard.mjs'), /\r\n {2}beforeAll\(\) \{\r\n {4}process\.on\('unh/);
    assert.doesNotMatch(read('rejection-guard.mjs'), /[^\r]\n/);
  });

  for (const { name, before, after } of changed) {
    it(`changes .mocharc.${name} and keeps the rest: ${JSON.stringify(before)}`, async () => {
      write(`.mocharc.${name}`, before);
      apply(await offer('tests/orders.test.ts'));
      assert.equal(read(`.mocharc.${name}`), after);
      const run = runMocha('tests/orders.test.ts');
      assert.match(run.output, /Nobody handled 1 rejected promise/);
      assert.match((await reasonAgainst('tests/orders.test.ts')) ?? '', /already/);
    });
  }

  for (const [name, text, reason] of refused) {
    it(`leaves .mocharc.${name} alone: ${JSON.stringify(text)}`, async () => {
      write(`.mocharc.${name}`, text);
      assert.match((await reasonAgainst('tests/orders.test.ts')) ?? '', reason);
    });
  }

  it('says why where there is nothing to change', async () => {
    assert.match((await reasonAgainst('tests/orders.test.ts')) ?? '', /no `\.mocharc`/);
    write('.mocharc.json', '{}');
    write('rejection-guard.mjs', '// mine');
    assert.match(
      (await reasonAgainst('tests/orders.test.ts')) ?? '',
      /a file `rejection-guard\.mjs` already/,
    );
    rmSync(join(folder, 'rejection-guard.mjs'));
    write('.mocharc.json', '{ "require": "./setup.cjs" }');
    write('setup.cjs', `process.on('unhandledRejection', (error) => { throw error; });`);
    assert.match((await reasonAgainst('tests/orders.test.ts')) ?? '', /already/);
    write('setup.cjs', '');
    mkdirSync(join(folder, 'node_modules/mocha'), { recursive: true });
    write('node_modules/mocha/package.json', '{ "version": "7.2.0" }');
    assert.match((await reasonAgainst('tests/orders.test.ts')) ?? '', /came with mocha 8/);
  });

  it('is for editors that create files, and at titles only', async () => {
    write('.mocharc.json', '{}');
    const unable = await offer('tests/orders.test.ts', { createsFiles: false });
    assert.match(unable?.disabled?.reason ?? '', /cannot create files/);
    assert.equal(unable?.edit, undefined);
    assert.equal(
      await offer('tests/orders.test.ts', { createsFiles: false, showsDisabled: false }),
      undefined,
    );
    assert.equal(await offer('tests/orders.test.ts', {}, undefined, 'load(7)'), undefined);
  });

  it('changes what is in the editor and not saved yet', async () => {
    write('.mocharc.json', '{}');
    const open = { text: '{ "bail": true }', version: 4 };
    const isOpen: OpenText = (path) => (path === join(folder, '.mocharc.json') ? open : undefined);
    const action = await offer('tests/orders.test.ts', {}, isOpen);
    assert.deepEqual(action?.edit?.documentChanges?.at(-1), {
      textDocument: { uri: pathToFileURL(join(folder, '.mocharc.json')).href, version: 4 },
      edits: [
        {
          range: { start: { line: 0, character: 14 }, end: { line: 0, character: 14 } },
          newText: `, "require": ["${esm}"]`,
        },
      ],
    });
  });
});
