import assert from 'node:assert/strict';
import { guardTeardown } from '../../../../src/server/actions/guardTeardown.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { unguardedTeardown } from '../../../../src/server/rules/unguardedTeardown.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { assertReported } from '../expectedLines.ts';

const reported: Readonly<Record<string, string>> = {
  'what a setup hook opens': `describe('x', () => { let db, server, browser;
  before(async () => { prepare(); db = open(); server = await start(); });
  beforeEach(() => { prepare(); browser = new Browser(); });
  after(() => {
    db.close(); // ←
  });
  after(async () => {
    await server.stop(); // ←
    db = undefined;
  });
  afterEach(() => browser.tabs.close()); // ←
  it('a', () => {});
});`,
  'a server that listens behind something else': `describe('x', () => { let server;
  before(async () => { prepare(); server = (await load()).listen(0); });
  after(() => {
    server.close(); // ←
  });
  it('a', () => {});
});`,
  'behind another hook, or a skip': `describe('x', () => { let a, b;
  before(function () { if (process.env.CI) this.skip(); a = open(); });
  beforeEach(function () { if (process.env.CI) this.skip(); });
  beforeEach(() => { b = open(); });
  after(() => {
    a.close(); // ←
  });
  afterEach(() => {
    b.close(); // ←
  });
  it('a', () => {});
});`,
  'in functions of the file': `describe('x', () => { let db = null;
  const setUp = () => { prepare(); db = open(); };
  function tearDown() {
    db.close({ force: true }.force ? 1 : 2); // (the argument is no literal)
    shut();
  }
  function shut() {
    db.destroy(true); // ←
  }
  before(setUp);
  after(tearDown);
  it('a', () => {});
});`,
  'with what follows, and in a list': `describe('x', () => { let a, b;
  before(() => load().then((made) => { a = create(made); b = create(made); }));
  after(() => Promise.all([
    a.close(), // ←
    b.end().catch(() => {}), // ←
  ]));
  it('a', () => {});
});`,
  'behind what a package does with something': `import load from 'load';
describe('x', () => { let db;
  before(() => { const schema = load('a.sql'); db = open(schema); });
  after(() => {
    db.close(); // ←
  });
  it('a', () => {});
});`,
  'around each test, behind what is done before each': `describe('x', () => { let a;
  before(async () => { await prepare(); });
  beforeEach(async () => { await prepare(); });
  beforeEach(() => { a = open(); });
  afterEach(() => {
    a.close(); // ←
  });
  it('a', () => {});
});`,
};

const silent: Readonly<Record<string, string>> = {
  'filled before anything can fail': `describe('x', () => { let a;
  before(() => { const name = 'x'; a = open(name); prepare(); });
  after(() => { a.close(); });
  it('a', () => {});
});`,
  'behind an application that is only made': `import express from 'express'; import Koa from 'koa'; const connect = require('connect');
describe('x', () => { let a, app;
  beforeEach(() => { app = express(); const other = new Koa(), third = connect(); a = open(3000); });
  afterEach(() => { a.close(); });
  it('a', () => {});
});`,
  'around each test, behind what is done once': `describe('x', () => { let a;
  before(async () => { await prepare(); });
  beforeEach(() => { a = open(); });
  afterEach(() => { a.close(); });
  it('a', () => {});
});`,
  'guarded already': `describe('x', () => { let a, b, c, d, e, f;
  before(() => { prepare(); a = open(); b = open(); c = open(); d = open(); e = open(); f = open(); });
  after(() => {
    a?.close(); if (b) b.close(); c && c.close(); d ? d.close() : 0;
    if (e === undefined) return; e.close();
  });
  after(() => { try { f.close(); } catch {} });
  it('a', () => {});
});`,
  'a server that is told to listen at once': `describe('x', () => { let server;
  beforeEach(() => { const app = express(); server = app.listen(3000); });
  afterEach(() => { server.close(); });
  it('a', () => {});
});`,
  'waited for by a callback': `describe('x', () => { let server;
  before(() => { prepare(); server = start(); });
  after((done) => { server.close(done); });
  after(() => new Promise((resolve) => server.close(resolve)));
  after((done) => server.close(() => done()));
  it('a', () => {});
});`,
  'a constant, or one that is made with the suite': `const db = open(); let other = open(); let late; late = open();
describe('x', () => { after(() => { db.close(); other.close(); late.close(); }); before(() => { prepare(); late = open(); }); it('a', () => {}); });`,
  'filled by a test': `describe('x', () => { let db;
  afterEach(() => { db.close(); });
  it('a', () => { db = open(); });
});`,
  'a value that cannot fail': `describe('x', () => { let list;
  before(() => { prepare(); list = []; });
  after(() => { list.close(); });
  it('a', () => {});
});`,
  'nothing that lets go': `describe('x', () => { let clock, repository;
  before(() => { prepare(); clock = useFakeTimers(); repository = new Repository(); });
  after(() => { clock.restore(); repository.clear(); });
  it('a', () => {});
});`,
  'a result that is used': `describe('x', () => { let db;
  before(() => { prepare(); db = open(); });
  after(async () => { const result = await db.close(); check(result); });
  it('a', () => {});
});`,
  'a teardown that does more with it': `describe('x', () => { let db;
  before(() => { prepare(); db = open(); });
  after(() => { db.clear(); db.close(); });
  it('a', () => {});
});`,
  'closed by a test or by setup': `describe('x', () => { let db;
  beforeEach(() => { prepare(); db = open(); });
  it('a', () => { db.close(); });
  it('b', () => { finish(() => db.close()); });
});`,
  'filled nobody knows where': `describe('x', () => { let db, other;
  fixtures.push((made) => { db = made(); });
  before(() => { prepare(); [other] = open(); });
  after(() => { db.close(); other.close(); });
  it('a', () => {});
});`,
  'another runner': `import { after, before, describe, it } from 'node:test';
describe('x', () => { let db; before(() => { prepare(); db = open(); }); after(() => { db.close(); }); it('a', () => {}); });`,
};

describe('unguarded-teardown', () => {
  describe('reports a call on what may be empty', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('unguarded-teardown', text);
      });
    }
  });

  describe('is silent where it is guarded, or a guard would not do', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('unguarded-teardown', text);
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', text, {});
        assert.equal(broken, false, 'A broken text says little.');
      });
    }
  });

  it('has no fix where the name is not followed by its method', () => {
    const text = `describe('x', () => { let db; before(() => { prepare(); db = open(); }); after(() => (db as Db).close()); it('a', () => {}); });`;
    const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
    const edits = findingsOf(unguardedTeardown, file).flatMap((finding) =>
      guardTeardown.offers(file, finding).map((offer) => offer.edit()),
    );
    assert.deepEqual(edits, [
      { possible: false, reason: 'Between the name and its method stands more than a dot.' },
    ]);
    assert.match(findingsOf(unguardedTeardown, file)[0]?.message ?? '', /then `db\.close\(\)` throws/);
  });
});
