import assert from 'node:assert/strict';
import { closeBeforeRemoving } from '../../../../src/server/actions/closeBeforeRemoving.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { teardownOrder } from '../../../../src/server/rules/teardownOrder.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import fs, { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from './store.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'a folder with a database in it': `describe('x', () => { let dir, db;
  beforeEach(() => { dir = fs.mkdtempSync('x'); db = new Store(join(dir, 'a.db')); });
  afterEach(() => {
    fs.rmSync(dir); // ←
    db.close();
  });
  it('a', () => {});
});`,
  'the file itself, on a condition': `describe('x', () => { const path = 'x.db'; let db;
  before(async () => { db = await openStore(path); });
  after(async () => {
    if (path) fs.unlinkSync(path); // ←
    await db.close();
  });
  it('a', () => {});
});`,
  'by promises and by rimraf, through variables': `import { rimraf } from 'rimraf';
import { promises } from 'node:fs';
describe('x', () => { let dir; const file = join(dir, 'a'); const inner = \`\${file}.db\`; let a, b;
  before(() => { a = openStore(inner); b = new Store(file + '.txt'); });
  after(async () => {
    await promises.rm(dir); // ←
    await a.close();
  });
  afterEach(async () => {
    await rimraf(dir); // ←
    await b.destroy();
  });
  it('a', () => {});
});`,
  'where errors are swallowed': `describe('x', () => { let dir, db;
  before(() => { db = openStore(dir); });
  after(() => {
    try { rmSync(dir); } catch {} // ←
    db.close();
  });
  it('a', () => {});
});`,
  'in two hooks': `let dir, db;
before(() => { dir = fs.mkdtempSync('x'); db = openStore(dir); });
after(() => rmSync(dir)); // ←
after(() => db.close());
it('a', () => {});`,
};

const silent: Readonly<Record<string, string>> = {
  'closed first': `describe('x', () => { let dir, db;
  beforeEach(() => { dir = fs.mkdtempSync('x'); db = openStore(dir); });
  afterEach(() => { db.close(); rmSync(dir); });
  it('a', () => {});
});`,
  'closed first as well': `describe('x', () => { let dir, db;
  beforeEach(() => { dir = fs.mkdtempSync('x'); db = openStore(dir); });
  afterEach(() => { db?.close(); rmSync(dir); db.close(); });
  it('a', () => {});
});`,
  'another folder': `describe('x', () => { let dir, other, db, memory, server;
  beforeEach(() => {
    dir = fs.mkdtempSync('x'); db = openStore(other); memory = openStore(':memory:'); server = serve({ root: dir });
  });
  afterEach(() => { rmSync(dir); db.close(); memory.close(); server.close(); });
  it('a', () => {});
});`,
  'another variable of that name': `describe('x', () => { let dir, db;
  beforeEach(() => { db = openStore(dir); });
  afterEach(() => { const dir = 'other'; rmSync(dir); db.close(); });
  it('a', () => {});
});`,
  'in a test': `it('a', () => { const dir = 'x'; const db = openStore(dir); rmSync(dir); db.close(); });`,
  'in a setup hook, which removes what an earlier run has left': `describe('x', () => { let dir, db;
  before(() => { rmSync(dir); db = openStore(dir); db.close(); });
  after(() => {});
  it('a', () => {});
});`,
  'hooks of different kinds': `describe('x', () => { let dir, db;
  before(() => { dir = fs.mkdtempSync('x'); db = openStore(dir); });
  after(() => { rmSync(dir); });
  afterEach(() => { db.close(); });
  it('a', () => {});
});`,
  'at once, or who knows when': `describe('x', () => { let dir, db;
  before(() => { dir = fs.mkdtempSync('x'); db = openStore(dir); });
  after(() => Promise.all([fs.promises.rm(dir), db.close()]));
  after(() => { try { rmSync(dir); } finally { db.close(); } });
  after(() => { finish(() => rmSync(dir)); db.close(); });
  it('a', () => {});
});`,
  'nothing that is closed': `describe('x', () => { let dir, files;
  before(() => { dir = fs.mkdtempSync('x'); files = openStore(dir); });
  after(() => { rmSync(dir); files.clear(); });
  it('a', () => {});
});`,
  'a hook that removes and does more': `describe('x', () => { let dir, db;
  before(() => { dir = fs.mkdtempSync('x'); db = openStore(dir); });
  after(() => { rmSync(dir); count(); });
  after(() => db.close());
  it('a', () => {});
});`,
  'another function of that name': `describe('x', () => { let dir, db; const rm = (list) => list.pop();
  before(() => { dir = []; db = openStore(dir); });
  after(() => { rm(dir); db.close(); });
  it('a', () => {});
});`,
};

describe('teardown-order', () => {
  describe('reports files that are removed while they are open', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('teardown-order', head + text);
      });
    }
  });

  describe('is silent where the order is right, or does not matter', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('teardown-order', head + text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', head + text, {});
        assert.equal(broken, false, 'A broken text says little.');
      });
    }
  });

  it('offers no fix, and says why, where none would be right', () => {
    const bodies = [
      'rmSync(dir);\n return db.close();',
      'rmSync(dir);\n if (!db) return;\n db.close();',
      'rmSync(dir); count();\n db.close();',
    ];
    const said = bodies.map((body) => {
      const text = `${head}describe('x', () => { let dir, db;
  before(() => { db = openStore(dir); });
  after(() => {
 ${body}
  });
  it('a', () => {}); });`;
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      const [finding] = findingsOf(teardownOrder, file);
      assert.ok(finding);
      const edit = closeBeforeRemoving.offers(file, finding)[0]?.edit();
      return edit?.possible === false ? edit.reason : 'possible';
    });
    assert.deepEqual(said, [
      'Something between them returns early, so what comes last may not run.',
      'Something between them returns early, so what comes last may not run.',
      'Several statements share a line.',
    ]);
  });
});
