import assert from 'node:assert/strict';
import { matchTeardownLevel } from '../../../../src/server/actions/matchTeardownLevel.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { teardownLevelMismatch } from '../../../../src/server/rules/teardownLevelMismatch.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import assert from 'node:assert/strict';
import { openDatabase } from './database.ts';
`;

const reported: Readonly<Record<string, string>> = {
  'made once, closed after each': `describe('x', () => { let db, server, child;
  before(async () => { db = openDatabase('x'); server = await start(); });
  afterEach(async () => {
    db.close(); // ←
    if (server !== undefined) await server.stop(); // ←
    db = undefined;
  });
  it('a', () => { seed(db); assert.ok(server); }); it('b', () => { db.exec(''); });
});`,
  'through functions of the file, in callbacks': `describe('x', () => { let server;
  function setUp() { server = create(); server.listen(0); }
  before(setUp);
  afterEach((done) => {
    server.close(done); // ←
  });
  it('a', () => {}); it('b', () => {});
});
describe('y', () => { let server;
  before(() => { server = create(); });
  afterEach(() => new Promise((resolve) => {
    server.close(resolve); // ←
  }));
  it('a', () => {}); it('b', () => {});
});`,
  'tests made in a loop': `describe('x', () => { let db;
  before(() => { db = openDatabase('x'); });
  afterEach(() => db.close()); // ←
  for (const name of names) it(name, () => db.exec(''));
});`,
  'opened before each, closed once': `describe('x', () => { let db;
  beforeEach(() => { db = openDatabase('x'); });
  after(() => db.close()); // ←
  it('a', () => {}); it('b', () => {});
});`,
};

const silent: Readonly<Record<string, string>> = {
  'at the same level': `describe('x', () => { let db, other;
  before(() => { db = openDatabase('x'); }); after(() => db.close());
  beforeEach(() => { other = openDatabase('x'); }); afterEach(() => other.close());
  it('a', () => {}); it('b', () => {});
});`,
  'made again for each test': `describe('x', () => { let db, other, third;
  before(() => { db = openDatabase('x'); other = openDatabase('x'); third = openDatabase('x'); });
  beforeEach(() => { db = openDatabase('x'); });
  afterEach(() => { db.close(); other.close(); other = openDatabase('x'); third.close(); });
  it('a', () => { third = openDatabase('x'); }); it('b', () => {});
});`,
  'opened again': `describe('x', () => { let server, client, socket, app, other;
  before(() => { server = create(); client = create(); socket = create(); app = create(); other = create(); });
  beforeEach(() => { server.listen(0); return client.connect(); });
  afterEach(() => { server.close(); client.end(); socket.close(); app.stop(); other.close(); });
  it('a', () => { socket.open(); boot(app); const { address } = request(other); }); it('b', () => {});
});`,
  'handed to somebody who may open it': `describe('x', () => { let a, b, c;
  before(() => { a = create(); b = create(); c = create(); });
  beforeEach(() => { all.push(a); context = { b }; const alias = c; alias.open(); });
  afterEach(() => { a.close(); b.close(); c.close(); });
  it('a', () => {}); it('b', () => {});
});`,
  'one test': `describe('x', () => { let db;
  before(() => { db = openDatabase('x'); });
  afterEach(() => db.close());
  it('a', () => {});
});`,
  'on a condition': `describe('x', () => { let db;
  before(() => { db = openDatabase('x'); });
  afterEach(function () { if (this.currentTest.state === 'failed') db.close(); });
  it('a', () => {}); it('b', () => {});
});`,
  'released elsewhere as well': `describe('x', () => { let db;
  before(() => { db = openDatabase('x'); });
  afterEach(() => { db.close(); });
  after(() => { db.close(); });
  it('a', () => {}); it('b', () => {});
});`,
  'what can be used again': `describe('x', () => { let sandbox;
  before(() => { sandbox = createSandbox(); });
  afterEach(() => { sandbox.restore(); });
  it('a', () => {}); it('b', () => {});
});`,
  'made with the suite, or given by somebody': `const pool = create(); let late;
describe('x', () => { let given; load((made) => { given = made; });
  afterEach(() => { pool.end(); given.close(); late.close(); });
  it('a', () => { late = create(); }); it('b', () => {});
});`,
  'opened before each on a condition, or kept besides': `describe('x', () => { let db, other, third, server; const all = [];
  beforeEach(() => { if (!db) db = openDatabase('x'); other ??= openDatabase('x'); third = openDatabase('x'); all.push(third); });
  beforeEach(() => { server = start(); });
  after(() => { db.close(); other.close(); third.close(); server.close(); });
  it('a', () => {}); it('b', () => {});
});`,
  'closed by the tests': `describe('x', () => { let db;
  beforeEach(() => { db = openDatabase('x'); });
  after(() => db.close());
  it('a', () => { db.close(); }); it('b', () => { db.close(); });
});`,
  'another suite': `describe('x', () => { let db;
  describe('y', () => { before(() => { db = openDatabase('x'); }); it('a', () => {}); it('b', () => {}); });
  afterEach(() => db.close());
});`,
  'another runner': `import { afterEach, before, describe, it } from 'node:test';
describe('x', () => { let db; before(() => { db = openDatabase('x'); }); afterEach(() => db.close()); it('a', () => {}); it('b', () => {}); });`,
};

describe('teardown-level-mismatch', () => {
  describe('reports what is released too often, or too seldom', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('teardown-level-mismatch', head + text);
      });
    }
  });

  describe('is silent where the levels match, or nobody knows', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('teardown-level-mismatch', head + text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', head + text, {});
        assert.equal(broken, false, 'A broken text would be silent for that alone.');
      });
    }
  });

  it('offers no fix, and says why, where none would be right', () => {
    const parts = [
      `let db; before(() => { db = openDatabase('x'); }); afterEach((done) => { run(); db.close(done); });`,
      `let db; before(() => { db = openDatabase('x'); }); afterEach(() => { const how = 1; run(how); db.close(how); });`,
      `let db; before(() => { db = openDatabase('x'); }); afterEach(() => { run(); db.close(); /* ours */ });`,
      `let db; before(() => { db = openDatabase('x'); }); afterEach(() => { run(); db.close(); }); let after;`,
      `let db; const close = () => db.close(); before(() => { db = openDatabase('x'); }); afterEach(close); after(() => {});`,
    ];
    const said = parts.map((part) => {
      const text = `${head}describe('x', () => { ${part} it('a', () => {}); it('b', () => {}); });`;
      const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
      const [finding] = findingsOf(teardownLevelMismatch, file);
      assert.ok(finding, part);
      const edit = matchTeardownLevel.offers(file, finding)[0]?.edit();
      return edit?.possible === false ? edit.reason : 'possible';
    });
    assert.deepEqual(said, [
      'The hook is handed a function from elsewhere, or one that takes `done`.',
      'It needs `how` of the hook it is in.',
      'A comment stands behind it.',
      '`after` means something else here: line 3.',
      'The hook is handed a function from elsewhere, or one that takes `done`.',
    ]);
  });
});
