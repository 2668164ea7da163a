import assert from 'node:assert/strict';
import { moveIntoBefore } from '../../../../src/server/actions/moveIntoBefore.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { resourceInDescribe } from '../../../../src/server/rules/resourceInDescribe.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported, assertWhole } from '../expectedLines.ts';

const head = `import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
`;

const reported: Readonly<Record<string, string>> = {
  'every kind of resource': `describe('x', () => {
  const db = new Database(':memory:'); // ←
  const server = createServer().listen(0); // ←
  const child = spawn('a'); // ←
  const dir = mkdtempSync(join(tmpdir(), 'x-')); // ←
  const timer = setInterval(() => {}, 5); // ←
  after(() => { db.close(); server.close(); child.kill(); clearInterval(timer); });
  it('a', () => db.exec(dir));
});`,
  'where a server starts, not where it is made': `describe('x', () => {
  const server = createServer();
  server.listen(0); // ←
  after(() => server.close());
});
describe('y', () => {
  const server = createServer();
  before(() => { server.listen(0); });
  after(() => server.close());
});`,
  'in an inner suite, and in a named function': `describe('x', () => {
  context('y', function () {
    let db;
    db = new Database(':memory:'); // ←
    it('a', () => db.exec(''));
  });
});
function orders() {
  const db = new Database(':memory:'); // ←
  it('a', () => db.exec(''));
}
suite('orders', orders);`,
  'by a function of the file': `const open = () => { const db = new Database(':memory:'); db.exec('CREATE'); return db; };
describe('x', () => {
  const db = open(); // ←
  it('a', () => db.exec(''));
});`,
  'kept by an object': `import { OrderRepository } from '../src/orders.ts';
describe('x', () => {
  const orders = new OrderRepository(new Database(':memory:')); // ←
  it('a', () => orders.all());
});`,
  'a suite that is skipped': `describe.skip('x', () => {
  const db = new Database(':memory:'); // ←
  it('a', () => db.exec(''));
});`,
};

const silent: Readonly<Record<string, string>> = {
  'in hooks, tests and at the top of the file': `const shared = new Database(':memory:');
describe('x', () => { let db;
  before(() => { db = new Database(':memory:'); });
  it('a', () => { const other = new Database(':memory:'); other.close(); shared.exec(db); });
});`,
  'in a function that a hook calls': `describe('x', () => { let db;
  const open = () => { db = new Database(':memory:'); };
  beforeEach(open);
  it('a', () => { const other = open(); db.exec(other); });
});`,
  'tests are made from it': `describe('x', () => {
  const db = new Database('cases.db', { readonly: true });
  for (const { name } of db.prepare('SELECT name FROM cases').all()) it(name, () => {});
});
describe('y', () => {
  const db = new Database('cases.db', { readonly: true });
  const rows = db.prepare('SELECT name FROM cases').all();
  db.close();
  rows.forEach(({ name }) => { it(name, () => {}); });
});
describe('z', () => {
  const db = new Database('cases.db', { readonly: true });
  it(db.name, () => {});
});`,
  'in a branch or a try': `describe('x', () => {
  let db;
  if (process.env.DB) db = new Database(process.env.DB);
  it('a', () => db?.exec(''));
});
describe('y', () => {
  let db;
  try { db = new Database(':memory:'); } catch { db = undefined; }
  it('a', () => db?.exec(''));
});`,
  'disposed of': `describe('x', () => { using db = new Database(':memory:'); db.exec(''); });`,
  'nothing acquired': `import { createApp } from '../src/app.ts';
describe('x', () => {
  const app = createApp();
  const server = createServer(app);
  const names = ['a', 'b'].map((name) => name.trim());
  it('a', () => app.get(server, names));
});`,
  'another test runner': `import { describe, it } from 'node:test';
describe('x', () => { const db = new Database(':memory:'); it('a', () => db.exec('')); });`,
  'another function of that name': `describe('x', (Database) => { const db = new Database(':memory:'); it('a', () => db.exec('')); });`,
};

describe('resource-in-describe', () => {
  describe('reports what a suite acquires while tests are collected', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('resource-in-describe', head + text));
    }
  });

  describe('is silent elsewhere, and where tests are made from it', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertWhole(head + text);
        assertReported('resource-in-describe', head + text);
      });
    }
  });

  it('is silent while a bracket is missing', () => {
    assertReported(
      'resource-in-describe',
      `${head}describe('x', () => { let db;
  before(() => db = new Database(':memory:'); });
  it('a', () => db.exec(''));
});`,
    );
  });

  it('offers no fix, and says why, where none would be right', () => {
    const reasons = {
      hook: `describe('x', () => {
  const db = new Database(':memory:');
  after(db.close.bind(db));
});`,
      parts: `describe('x', () => {
  const server = createServer().listen(0);
  const { port } = server.address();
  it('a', () => fetch(port));
});`,
      line: `describe('x', () => { const db = new Database(':memory:'); it('a', () => db.exec('')); });`,
      type: `describe('x', () => {
  const db = new Database(':memory:');
  const rows = db.prepare('SELECT 1');
  it('a', () => rows.all());
});`,
      earlier: `describe('x', () => {
  before(seed);
  const db = new Database(':memory:');
  function seed() { db.exec(''); }
});`,
      self: `describe('x', function () {
  const db = new Database(this.title);
  it('a', () => db.exec(''));
});`,
    };
    const said = Object.values(reasons).map((text) => {
      const file = readTestFile(typescriptParser, 'a.test.ts', head + text, {});
      const edits = findingsOf(resourceInDescribe, file).flatMap((finding) =>
        moveIntoBefore.offers(file, finding).map((offer) => offer.edit()),
      );
      return edits.map((edit) => (edit.possible ? 'possible' : edit.reason));
    });
    assert.deepEqual(said, [
      ['Line 9 needs it while the suite is defined.'],
      ['Line 9 needs it while the suite is defined.'],
      ['Put the statement of line 7 on a line of its own first.'],
      ['Give the variable of line 9 a type first.'],
      ['The hook of line 8 may need it and runs first.'],
      ['`this` means something else in a hook: line 8.'],
    ]);
  });
});
