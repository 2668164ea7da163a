import assert from 'node:assert/strict';
import { applied, assertRefused, offeredEdit } from '../offeredEdit.ts';

const action = 'extract-setup';

/** A suite with two tests, each with a body of its own; JavaScript, so that no types are asked for. */
function suite(first: string, second: string, before = ''): string {
  const body = (lines: string): string =>
    lines
      .split('\n')
      .map((line) => `    ${line}\n`)
      .join('');
  return `import assert from 'node:assert/strict';
describe('x', function () {${before}
▮
  it('a', async function () {
${body(first)}  });

  it('b', async function () {
${body(second)}  });
});
`;
}

const js = { path: 'a.test.js' };
const onlyThere = 'What these tests start with can only be done in the tests themselves.';

describe(action, () => {
  it('wants two tests that start alike', () => {
    assertRefused(action, "▮describe('x', () => {});", 'Put the cursor inside a suite.');
    assertRefused(
      action,
      "describe('x', () => {▮\n  it('a', () => {});\n});",
      'The suite has less than two tests that could share something.',
    );
    assertRefused(
      action,
      "describe('x', () => {▮\n  it('a', () => {});\n  it('b', () => f());\n});",
      'The test in line 3 has no statements.',
    );
    assertRefused(
      action,
      suite('const a = f();\ng(a);', 'const a = h();\ng(a);'),
      'Not all tests of the suite start alike: the one in line 9 starts otherwise.',
      js,
    );
    assertRefused(
      action,
      "describe('x', () => { ▮ it('a', () => { f(); g(); });\n  it('b', () => { f(); g(); }); });",
      'Statements of the suite share a line. Give each a line of its own first.',
    );
  });

  it('leaves each test something to do', () => {
    assertRefused(action, suite('f();', 'f();'), onlyThere, js);
    assert.match(
      applied(action, suite('f();\ng();', 'f();\ng();'), js),
      /f\(\);\n {2}\}\);\n\n {2}it\('a'.*\n {4}g\(\);/,
    );
  });

  it('leaves what belongs to the test', () => {
    const starts = [
      'assert.ok(f());',
      'expect(f()).to.be.ok();',
      'this.timeout(9);',
      'if (f()) return;',
      'function f() {}',
      'using db = f();',
      'const [a, b] = f();',
      'const { a, ...b } = f();',
      'const { a = 1 } = f();',
      'const a = 1, b = 2;',
      'let a;',
      'switch (f()) { default: }',
      'f(later);\nconst later = 1;',
    ];
    for (const start of starts) {
      assertRefused(action, suite(`${start}\ng(a);`, `${start}\ng(a);`), onlyThere, js);
    }
    const done = suite('f(done);\ng();', 'f(done);\ng();').replaceAll('async function ()', 'function (done)');
    assertRefused(action, done, onlyThere, js);
  });

  it('moves the statements in front of one that cannot move', () => {
    const text = suite('f();\nassert.ok(1);\ng();', 'f();\nassert.ok(1);\ng();');
    assert.match(applied(action, text, js), /beforeEach\(function \(\) \{\n {4}f\(\);\n {2}\}\);/);
  });

  it('refuses names that mean something else', () => {
    const shared = 'const user = f();\nuse(user);\ng(user);';
    const other = (line: number): string => `The suite has another \`user\`: line ${line}.`;
    assertRefused(action, suite(shared, shared, '\n  const user = 1;'), other(3), js);
    const elsewhere = suite(shared, shared, '\n  before(() => log(user));');
    assertRefused(action, elsewhere, '`user` means something else in line 3.', js);
    assertRefused(action, `const user = 1;\n${elsewhere}`, '`user` means something else in line 4.', js);
  });

  it('takes names from objects, in both habits of ending statements', () => {
    const start = 'const { a, b: c } = f();\nuse(a);';
    assert.match(
      applied(action, suite(`${start}\ng(a, c);`, `${start}\nh();`), js),
      /let a;\n {2}let c;\n[^]*beforeEach\(function \(\) \{\n {4}\(\{ a, b: c \} = f\(\)\);\n {4}use\(a\);\n/,
    );
    const bare = suite(`${start}\ng(a, c);`, `${start}\nh();`).replaceAll(';', '');
    assert.match(applied(action, bare, js), /beforeEach\(function \(\) \{\n {4};\(\{ a, b: c \} = f\(\)\)\n/);
  });

  it('makes the hook async for what it waits for, and keeps comments', () => {
    const start = '// First.\nconst a = await f(); // one\n\n// Then.\nfor await (const b of a) g(b);';
    assert.match(
      applied(action, suite(`${start}\nh(1);`, `${start}\nh(2);`), js),
      /beforeEach\(async function \(\) \{\n {4}\/\/ First\.\n {4}const a = await f\(\); \/\/ one\n\n {4}\/\/ Then\.\n {4}for await/,
    );
    const different = suite('// One.\nf();\ng();', '// Two.\nf();\nh();');
    const result = applied(action, different, js);
    assert.match(result, /\/\/ One\.\n {4}g/);
    assert.match(result, /\/\/ Two\.\n {4}h/);
    assertRefused(
      action,
      suite('f(); // one\ng();', 'f(); // two\ng();'),
      'Not all tests of the suite start alike: the one in line 9 starts otherwise.',
      js,
    );
  });

  it('asks for the type that the text does not tell', () => {
    const unknown = 'The type of `a` cannot be told from this file. Write it down first.';
    const values = [
      'new Map()',
      '[]',
      '{}',
      'null',
      'f<number>()',
      'list.map(String)',
      "db.prepare('x').get()",
      'identity(1)',
      'readFileSync(path)',
      '[1, two]',
      '{ ...other }',
      'Object.keys(other)',
    ];
    for (const value of values) {
      const start = `const a = ${value};`;
      const head = "import { readFileSync } from 'node:fs';\nconst identity = <T>(x: T): T => x;\n";
      assertRefused(action, head + suite(`${start}\ng(a);`, `${start}\nh(a);`), unknown);
    }
    // Written down, or not needed by the tests.
    assert.ok(
      offeredEdit(action, suite('const a: number[] = [];\ng(a);', 'const a: number[] = [];\nh(a);'))
        ?.possible,
    );
    assert.ok(
      offeredEdit(action, suite('const a = new Map();\ng();', 'const a = new Map();\nh();'))?.possible,
    );
  });

  it('writes the types that the text tells', () => {
    const types = new Map([
      ["'a'", 'string'],
      ['-1', 'number'],
      ['10n', 'bigint'],
      ['/a/', 'RegExp'],
      ['!f', 'boolean'],
      ['`a`', 'string'],
      ["1 + 'a'", 'string'],
      ['[1, 2]', 'number[]'],
      ["{ id: 1, 'a-b': [true] }", "{ id: number; 'a-b': boolean[] }"],
      ['new Map<string, number>()', 'Map<string, number>'],
      ['new Orders(1)', 'Orders'],
      ['new Database(1)', 'Database.Database'],
      ['new http.Agent()', 'http.Agent'],
      ["nock('http://a.test')", 'nock.Scope'],
      ["nock('http://a.test').get('/').reply(200)", 'nock.Scope'],
      ['await fetch(url)', 'Awaited<ReturnType<typeof fetch>>'],
      ['createOrder(1)', 'ReturnType<typeof createOrder>'],
      ['(f() as Order[])', 'Order[]'],
      ['Orders', 'typeof Orders'],
      ['spawn(1)', 'ReturnType<typeof spawn>'],
    ]);
    const head = `import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import http from 'node:http';
import nock from 'nock';
import { createOrder, Orders } from '../src/orders.ts';
`;
    for (const [value, type] of types) {
      const start = `const a = ${value};`;
      const result = applied(action, head + suite(`${start}\ng(a);`, `${start}\nh(a);`));
      assert.equal(/^ {2}let a: (.*);$/m.exec(result)?.[1], type, value);
    }
  });

  it('makes a hook of its own behind one that it cannot join', () => {
    const hooks = [
      'beforeEach(function () {\n    if (f()) return;\n    g();\n  });',
      'beforeEach(() => load());',
      'beforeEach(load);',
      'beforeEach(function (done) {\n    load(done);\n  });',
      'beforeEach(function () {});',
    ];
    for (const hook of hooks) {
      const text = suite('a();\nb();', 'a();\nc();', `\n  ${hook}`);
      const result = applied(action, text, js);
      assert.ok(result.includes(`${hook}\n\n  beforeEach(function () {\n    a();\n  });`), result);
    }
  });
});
