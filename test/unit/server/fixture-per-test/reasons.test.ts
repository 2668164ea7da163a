import assert from 'node:assert/strict';
import { applied, assertRefused, offeredEdit } from '../offeredEdit.ts';

const action = 'fixture-per-test';
const head = "import { openDatabase } from '../src/database.ts';\nimport assert from 'node:assert/strict';\n";
const setup = "  before(() => {\n    d▮b = openDatabase(':memory:');\n  });\n";
const teardown = '  after(() => {\n    db?.close();\n  });\n';

/** A suite with a database; `rest` stands behind its hooks. */
function suite(rest: string, hooks = setup + teardown): string {
  return `${head}describe('orders', () => {\n  let db;\n${hooks}${rest}});\n`;
}

describe(action, () => {
  it('is not listed where there is no fixture of the suite', () => {
    const beforeEach = setup.replace('before', 'beforeEach') + teardown.replace('after', 'afterEach');
    assert.equal(offeredEdit(action, suite('', beforeEach)), undefined);
    assert.equal(offeredEdit(action, suite("  it('a', () => { ▮ });\n", setup.replace('▮', ''))), undefined);
    assert.equal(
      offeredEdit(action, suite("  ▮\n  it('a', () => {});\n", setup.replace('▮', ''))),
      undefined,
    );
    // Nothing is made that tests could see.
    assert.equal(
      offeredEdit(action, suite('', '  before(() => {\n    process.env.▮A = 1;\n  });\n')),
      undefined,
    );
    // Hooks of the whole run.
    assert.equal(offeredEdit(action, `${head}let db;\n${setup}`), undefined);
    assert.equal(offeredEdit(action, suite('', `${setup}  after(() => {`)), undefined);
  });

  it('is refused where tests may share what the fixture holds', () => {
    const cases: readonly [string, string][] = [
      [
        "  let id;\n  it('a', () => { id = db.add(); });\n  it('b', () => { db.get(id); });\n",
        'The tests build on each other: line 13 needs `id` of another test.',
      ],
      ["  it('a', () => { db = openDatabase('x'); });\n", '`db` gets another value in line 11.'],
      [
        "  describe('paid', () => {\n    before(() => { db.exec(''); });\n    it('a', () => {});\n  });\n",
        'A hook that runs once for a suite uses `db`: line 12.',
      ],
      ['  tests(() => db);\n', 'Who uses `db` in line 11, and when, cannot be told.'],
    ];
    for (const [rest, reason] of cases) assertRefused(action, suite(rest), reason);
    assertRefused(
      action,
      suite(
        "  it('a', () => {});\n",
        `${setup}  after(() => {\n    assert.equal(db.count, 2);\n    db.close();\n  });\n`,
      ),
      'Line 9 does more than to release it.',
    );
    assertRefused(
      action,
      suite(
        "  it('a', () => {});\n",
        `${setup}  after(() => {\n    console.log(db.stats());\n    db.close();\n  });\n`,
      ),
      'Line 9 does more than to release it.',
    );
    assertRefused(
      action,
      suite('', "  before(function () {\n    this.db = d▮b = openDatabase(':memory:');\n  });\n"),
      'Line 6 keeps something in `this`.',
    );
  });

  it('is refused where it works on what is made once', () => {
    const made = `${head}describe('orders', () => {
  const db = openDatabase(':memory:');
  let repo;
  before(() => {
    db.exec('CREATE TABLE items (name TEXT)');
    re▮po = new Repository(db);
  });
  after(() => db.close());
  it('a', () => repo.all());
});
`;
    assertRefused(action, made, '`db` is made once for all: line 4.');
    const rows = made
      .replace("openDatabase(':memory:')", '[1, 2]')
      .replace("db.exec('CREATE TABLE items (name TEXT)')", 'db.forEach(add)');
    assert.match(applied(action, rows.replace('  after(() => db.close());\n', '')), /beforeEach/);
  });

  it('is refused where the variable is known outside', () => {
    const outside = suite("  it('a', () => {});\n")
      .replace('  let db;\n', '')
      .replace('describe', 'let db;\ndescribe');
    assert.match(applied(action, outside), /beforeEach/);
    assertRefused(
      action,
      `${outside}it('b', () => { db; });\n`,
      '`db` is used outside this suite too: line 13.',
    );
    assertRefused(
      action,
      outside.replace('let db', 'export let db'),
      '`db` is exported, so others may use it.',
    );
  });

  it('is refused where the function of a hook is written elsewhere', () => {
    assertRefused(action, suite('', '  before(op▮en);\n'), 'The function of the hook is written elsewhere.');
  });

  it('keeps hooks that cannot be joined, where their order allows', () => {
    const done = '  before((done) => {\n    d▮b = openDatabase(done);\n  });\n';
    const each = '  beforeEach(() => {\n    db.exec();\n  });\n';
    assert.match(applied(action, suite('', done + each)), /beforeEach\(\(done\)[^]*beforeEach\(\(\)/);
    assertRefused(
      action,
      suite('', each + done),
      'The hook in line 8 cannot be joined with the others, and its order would change.',
    );
  });

  it('joins hooks without braces', () => {
    const hooks = `  before(() => (d▮b = openDatabase(':memory:')));
  beforeEach(() => {
    db.exec('');
  });
  afterEach(() => {
    db.exec('');
  });
  after(async () => await db.destroy());
`;
    const made = applied(action, suite('', hooks));
    assert.match(made, /beforeEach\(\(\) => \{\n {4}db = openDatabase\(':memory:'\);\n\n? {4}db.exec/);
    assert.match(made, /afterEach\(async \(\) => \{\n {4}db.exec\(''\);\n {4}await db.destroy\(\);\n/);
    assert.doesNotMatch(made, /before\(|after\(/);
  });

  it('does not mix names of two hooks', () => {
    const made = "  before(() => {\n    const path = 'x';\n    d▮b = openDatabase(path);\n  });\n";
    const each = "  beforeEach(() => {\n    const path = 'y';\n    db.exec(path);\n  });\n";
    assert.match(
      applied(action, suite('', made + each)),
      /beforeEach\([^]*const path = 'x'[^]*beforeEach\([^]*const path = 'y'/,
    );
  });

  it('follows the functions of the file', () => {
    const rest = "  function open() {\n    return db.exec('');\n  }\n  it('a', () => { open(); });\n";
    assert.match(applied(action, suite(rest)), /beforeEach[^]*afterEach/);
  });

  it('speaks as the file does', () => {
    const text = suite("  test('a', () => {});\n")
      .replace('describe', 'suite')
      .replace('before', 'suiteSetup')
      .replace('after', 'suiteTeardown');
    assert.match(applied(action, text), / {2}setup\([^]* {2}teardown\(/);
    const imported = `import { describe, before, after, it } from 'mocha';\n${suite("  it('a', () => {});\n")}`;
    assert.match(
      applied(action, imported),
      /import \{ describe, before, after, it, beforeEach, afterEach \}/,
    );
  });
});
