import assert from 'node:assert/strict';
import { applied, assertRefused } from '../offeredEdit.ts';

const action = 'unique-data';

function inTest(statements: string, more = '', head = ''): string {
  return `${head}describe('x', () => {\n  ${more}\n  it('a', () => {\n    ${statements}\n  });\n});\n`;
}

describe(action, () => {
  it('wants the value of a unique column', () => {
    const text = 'Put the cursor into a text, such as the email address of a user.';
    assertRefused(action, inTest('f(▮1);'), text);
    assertRefused(action, inTest('f({ email: `${▮a}-x` });'), text);
    assertRefused(action, inTest("f('▮a');"), 'This text is not the value of a column or property.');
    assertRefused(action, inTest("f({ name: '▮a' });"), 'Nothing here says that `name` has to be unique.');
    assertRefused(
      action,
      inTest("db.prepare('INSERT INTO t (email, name) VALUES (?, ?)').run('a@b.example', '▮Ada');"),
      'Nothing here says that `name` has to be unique.',
    );
    assertRefused(
      action,
      inTest('', '', "const user = { email: '▮a' };\n"),
      'This text is not inside a test or hook, so it is made only once.',
    );
    assertRefused(
      action,
      inTest("f({ email: '▮a' });", '', 'const randomUUID = 1;\n'),
      'The name `randomUUID` is taken in this file.',
    );
  });

  it('finds unique columns in the schema', () => {
    const statement = "f({ code: '▮tea' });";
    const schemas = [
      'code TEXT NOT NULL UNIQUE',
      'code TEXT PRIMARY KEY',
      'code TEXT, UNIQUE (code)',
      'a INTEGER, PRIMARY KEY ("code")',
    ];
    for (const columns of schemas) {
      const schema = `const schema = 'CREATE TABLE t (${columns})';\n`;
      assert.match(
        applied(action, inTest(statement, '', schema)),
        /code: `tea-\$\{randomUUID\(\)\}`/,
        columns,
      );
    }
    for (const columns of ['code TEXT, name TEXT UNIQUE', 'barcode TEXT UNIQUE, code TEXT']) {
      const schema = `const schema = 'CREATE TABLE t (${columns})';\n`;
      assertRefused(action, inTest(statement, '', schema), 'Nothing here says that `code` has to be unique.');
    }
  });

  it('leaves a text that others rely on', () => {
    const shared = (line: number): string =>
      `Line ${line} has the same text, and the tests may rely on that.`;
    const statement = "f({ email: '▮ada@example.com' });";
    assertRefused(action, inTest(statement, "beforeEach(() => f({ email: 'ada@example.com' }));"), shared(2));
    assertRefused(action, inTest(statement, '', "const known = 'ada@example.com';\n"), shared(1));
    assertRefused(
      action,
      inTest("f({ email: 'ada@example.com' });", "beforeEach(() => { f({ email: '▮ada@example.com' }); });"),
      shared(4),
    );
    assertRefused(
      action,
      inTest("f({ email: '▮ada@example.com' });\n    get('/users/ada@example.com');"),
      'The text in line 5 contains it, and would have to change as well.',
    );
    assertRefused(
      action,
      inTest("f({ email: '▮ada@example.com' });\n    get(`/users/ada@example.com/${id}`);"),
      'The text in line 5 contains it, and would have to change as well.',
    );
  });

  it('is free to take one that another test has, or a title', () => {
    const other = "it('ada@example.com', () => { f({ email: 'ada@example.com' }); });";
    assert.match(
      applied(action, inTest("f({ email: '▮ada@example.com' });", other)),
      /email: `ada-\$\{randomUUID\(\)\}@example\.com`/,
    );
  });

  it('refuses where a variable has no place', () => {
    assertRefused(
      action,
      inTest("f({ sku: '▮a' }); g('a');"),
      'Statements of the test share a line. Give each a line of its own first.',
    );
    assertRefused(
      action,
      inTest("const sku = 1, uniqueSku = 2;\n    f({ sku: '▮a' });\n    g('a');"),
      'The name `sku` is taken in this test.',
    );
  });
});
