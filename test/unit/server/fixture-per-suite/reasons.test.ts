import assert from 'node:assert/strict';
import { applied, assertRefused, offeredEdit } from '../offeredEdit.ts';

const action = 'fixture-per-suite';
const head = "import { openDatabase } from '../src/database.ts';\n";
const setup = "  beforeEach(() => {\n    d▮b = openDatabase(':memory:');\n  });\n";
const teardown = '  afterEach(() => {\n    db?.close();\n  });\n';

function suite(rest: string, hooks = setup + teardown): string {
  return `${head}describe('orders', () => {\n  let db;\n${hooks}${rest}});\n`;
}

describe(action, () => {
  it('is not listed where there is no fixture of a test', () => {
    const once = setup.replace('beforeEach', 'before') + teardown.replace('afterEach', 'after');
    assert.equal(offeredEdit(action, suite('', once)), undefined);
    assert.equal(offeredEdit(action, suite('  ▮', teardown)), undefined);
  });

  it('is refused where each test has it for itself on purpose', () => {
    assertRefused(action, suite('', setup), 'Nothing releases it, so there is nothing to gain.');
    const cases: readonly [string, string][] = [
      ["  it('a', () => { db.close(); });\n", 'A test releases `db` itself: line 10.'],
      ["  it('a', () => { db = openDatabase('x'); });\n", '`db` gets another value in line 10.'],
    ];
    for (const [rest, reason] of cases) assertRefused(action, suite(rest), reason);
    assertRefused(
      action,
      suite('', `${setup}  afterEach(() => {\n    db.exec('ROLLBACK');\n    db.close();\n  });\n`),
      'Line 8 does more than to release it.',
    );
    assertRefused(
      action,
      suite(
        '  let events;\n',
        `  beforeEach(() => {\n    events = [];\n    d▮b = openDatabase(events);\n  });\n${teardown}`,
      ),
      '`events` begins anew for each test: line 5.',
    );
    assertRefused(
      action,
      suite('', `  beforeEach(() => {\n    d▮b = openDatabase(process.env.DB);\n  });\n${teardown}`),
      'It changes what all of the process shares.',
    );
  });

  it('is refused where it needs what each test gets anew', () => {
    const text = `${head}describe('shop', () => {
  let dir;
  beforeEach(() => {
    dir = mkdtempSync('x');
  });
  describe('orders', () => {
    let db;
    beforeEach(() => {
      d▮b = openDatabase(dir);
    });
    afterEach(() => db.close());
    it('a', () => {});
  });
});
`;
    assertRefused(action, text, 'It needs `dir`, which each test gets anew: line 5.');
  });

  it('is the way back', () => {
    const text = suite("  it('a', () => {});\n");
    const once = applied(action, text);
    assert.match(once, / {2}before\([^]* {2}after\(/);
    assert.equal(applied('fixture-per-test', once.replace('db = ', 'd▮b = ')), text.replace('▮', ''));
  });
});
