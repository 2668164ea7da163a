import assert from 'node:assert/strict';
import { closeDatabase } from '../../../../src/server/actions/closeDatabase.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyPreferredFixes } from '../../../../src/server/lint.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { unreleasedDb } from '../../../../src/server/rules/unreleasedDb.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import Database from 'better-sqlite3';
import { openDatabase } from '../src/database.ts';
`;

/** What is reported, by the situation. `// ←` marks the lines. */
const reported: Readonly<Record<string, string>> = {
  'a database of each test': `describe('x', () => { let db;
  beforeEach(() => {
    db = openDatabase(':memory:'); // ←
  });
  it('a', () => db.exec(''));
});`,
  'an arrow that returns what it assigns': `describe('x', () => { let db;
  beforeEach(() => (db = openDatabase(':memory:'))); // ←
  it('a', () => db.exec(''));
});`,
  'called without new': `it('a', () => {
  const db = Database(':memory:'); // ←
  db.exec('');
});`,
  'under another name': `import { openDatabase as connect } from './x.ts';
const SQLite = Database;
it('a', () => {
  const one = connect(':memory:'); // ←
  const two = new SQLite(':memory:'); // ←
  one.exec(''); two.exec('');
});`,
  'by require, destructured or not': `const Sqlite = require('better-sqlite3');
const { openTestDb } = require('./open');
const files = require('./open');
it('a', () => {
  const one = new Sqlite(':memory:'); // ←
  const two = openTestDb(); // ←
  const three = files.openDb(); // ←
  one.exec(''); two.exec(''); three.exec('');
});`,
  'from a namespace': `import * as sqlite from 'better-sqlite3';
import * as databases from './databases.ts';
it('a', () => {
  new sqlite.default(':memory:').exec(''); // ←
  databases.openDatabase('x').exec(''); // ←
});`,
  'by node:sqlite': `import { DatabaseSync } from 'node:sqlite';
it('a', () => {
  const db = new DatabaseSync(':memory:'); // ←
  db.exec('');
});`,
  'by createRequire': `import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
const Sqlite = load('better-sqlite3');
it('a', () => {
  const db = new Sqlite(':memory:'); // ←
  db.exec('');
});`,
  'lent to a repository': `class UserRepository { constructor(db) { this.db = db; } }
it('a', () => {
  const db = openDatabase(':memory:'); // ←
  const users = new UserRepository(db);
  users.create();
});`,
  'lent to an application, a seed and an assertion': `import assert from 'node:assert';
import { createApp, seedUsers } from '../src/app.ts';
describe('x', () => { let db; let app;
  beforeEach(() => {
    db = openDatabase(':memory:'); // ←
    seedUsers(db);
    app = createApp({ db, clock: 1 });
    assert.ok(db);
    console.log(db);
  });
  it('a', () => app.request('/users'));
});`,
  'a helper of the file that does not close it': `function seed(db, { times }) { for (let i = 0; i < times; i += 1) db.exec('INSERT'); }
it('a', () => {
  const db = openDatabase(':memory:'); // ←
  seed(db, { times: 3 });
});`,
  'a factory of the file, at its calls only': `const fresh = () => { const db = new Database(':memory:'); db.exec('CREATE'); return db; };
const seeded = () => { const db = fresh(); db.exec('INSERT'); return db; };
describe('x', () => { let db;
  before(() => { db = seeded(); }); // ←
  it('a', () => db.exec(''));
  it('b', () => { const other = fresh(); other.exec(''); }); // ←
});`,
  'closed by one of two tests': `describe('x', () => { let db;
  beforeEach(() => { db = openDatabase(':memory:'); }); // ←
  it('a', () => { db.close(); });
  it('b', () => { db.exec(''); });
});`,
  'opened and dropped, or used in passing': `it('a', () => {
  new Database(':memory:'); // ←
  openDatabase('x').prepare('SELECT 1').get(); // ←
});`,
  'never run by mocha but by a suite': `describe('x', () => {
  const db = new Database(':memory:'); // ←
  it('a', () => db.exec(''));
});`,
  'in a loop of tests': `for (const name of ['a', 'b']) {
  it(name, () => {
    const db = openDatabase(name); // ←
    db.exec('');
  });
}`,
  'mocha by import': `import { it as example } from 'mocha';
example('a', () => {
  const db = openDatabase(':memory:'); // ←
  db.exec('');
});`,
};

/** What is not reported, and why. */
const silent: Readonly<Record<string, string>> = {
  'closed in the hook': `describe('x', () => { let db;
  beforeEach(() => { db = openDatabase(':memory:'); });
  afterEach(() => db?.close());
  it('a', () => db.exec(''));
});`,
  'closed by a hook further out, or by name': `let db;
const close = () => { db.close(); };
after(close);
describe('x', () => {
  before(() => { db = openDatabase(':memory:'); });
  it('a', () => db.exec(''));
});`,
  'closed by a function that a hook calls': `describe('x', () => { let db;
  function tearDown() { if (db !== undefined) shut(db); }
  function shut(which) { which.close(); }
  beforeEach(() => { db = openDatabase(':memory:'); });
  afterEach(() => { tearDown(); });
  it('a', () => db.exec(''));
});`,
  'closed in the test itself': `it('a', () => {
  const db = openDatabase(':memory:');
  db.exec('');
  db.close();
});`,
  'closed by every test': `describe('x', () => { let db;
  beforeEach(() => { db = openDatabase(':memory:'); });
  it('a', () => { db.close(); });
  it('b', () => { db.close(); });
});`,
  using: `it('a', async () => {
  using db = new Database(':memory:');
  await using other = openDatabase('x');
  db.exec(''); other.exec('');
});`,
  'disposed by symbol or by a bound method': `it('a', () => { const db = new Database('x'); db[Symbol.dispose](); });
it('b', () => { const db = new Database('x'); onExit(db.close.bind(db)); });`,
  'closed under another name': `it('a', () => {
  const db = openDatabase('x');
  const same = db as unknown as Database.Database;
  same!.close();
});`,
  'stored in an object or an array': `const open = [];
it('a', () => { const db = openDatabase('x'); open.push(db); });
it('b', function () { this.db = openDatabase('x'); });
it('c', () => { const all = { db: openDatabase('x') }; all.db.exec(''); });
it('d', () => { const all = [openDatabase('x')]; all[0].exec(''); });`,
  'handed to a helper nobody can see into': `import { closeAfterTest, teardownWith, track, withCleanup } from './helpers.ts';
it('a', () => { closeAfterTest(openDatabase('x')); });
it('b', () => { const db = openDatabase('x'); teardownWith({ db }); });
it('c', () => { const db = track(openDatabase('x')); db.exec(''); });
it('d', () => { const db = openDatabase('x'); withCleanup(() => db); });`,
  'an application that can be closed itself': `import { createApp } from '../src/app.ts';
describe('x', () => { let app;
  beforeEach(() => { const db = openDatabase('x'); app = createApp(db); });
  afterEach(() => app.close());
  it('a', () => app.request('/'));
});`,
  'returned to somebody else': `export function open() { return new Database('x'); }
export const database = new Database('x');
it('a', () => open().exec(''));`,
  'expected to throw': `import assert from 'node:assert';
it('a', () => {
  assert.throws(() => new Database('/no/such/folder/x.db'));
  assert.throws(() => { openDatabase('/no/such/folder/x.db'); });
});`,
  'another function of that name': `class Database {}
function openDatabase() { return new Database(); }
it('a', () => { const db = openDatabase(); db.exec(''); new Database(); });`,
  'a factory of a package': `import { openDatabase } from 'idb-like';
it('a', () => { const db = openDatabase(); db.exec(''); });`,
  'a shadowed import': `it('a', () => { const openDatabase = () => fake; const db = openDatabase(); db.exec(''); });`,
  'another test runner': `import { it } from 'node:test';
it('a', () => { const db = new Database('x'); db.exec(''); });`,
  'no test file': `const db = new Database('x');
export const all = db.prepare('SELECT 1').all();`,
  'a type import': `import type SQLite from 'better-sqlite3';
it('a', () => { new SQLite('x'); });`,
  'switched off by comments': `it('a', () => {
  // itlab-disable-next-line unreleased-db -- the process ends here
  const one = openDatabase('x');
  const two = openDatabase('x'); // itlab-disable-line
  one.exec(''); two.exec('');
});`,
  'switched off in the file': `/* itlab-disable unreleased-db, nock-not-cleaned */
it('a', () => { const one = openDatabase('x'); one.exec(''); });`,
  'syntax errors': `it('a', () => { const one = openDatabase('x'); one.exec(''); );`,
  'a fixture that hands out a getter': `export function useTestDb() {
  let db;
  beforeEach(() => { db = openDatabase(':memory:'); });
  return () => db;
}`,
};

/** Where a text declares one of these names itself, the imports would be in its way. */
function withHead(text: string): string {
  return /\b(class|function) (Database|openDatabase)\b|import \{ openDatabase \}/.test(text)
    ? text
    : head + text;
}

describe('unreleased-db', () => {
  describe('reports a database that nobody closes', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => {
        assertReported('unreleased-db', withHead(text));
      });
    }
  });

  describe('is silent where it is closed, or where somebody else may close it', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => {
        assertReported('unreleased-db', withHead(text));
        const { broken } = readTestFile(typescriptParser, 'a.test.ts', withHead(text), {});
        assert.equal(broken, name === 'syntax errors', 'A broken text would be silent for that alone.');
      });
    }
  });

  it('takes no text for a comment', () => {
    const text = `${head}it('a', () => {
  const note = '// itlab-disable-next-line unreleased-db';
  const db = openDatabase(note); // ←
  db.exec(\`
    // itlab-disable-next-line unreleased-db
  \`); const other = openDatabase('x'); // ←
  other.exec('');
});`;
    assertReported('unreleased-db', text);
  });

  it('names the hook that matches, and the hook that runs a function', () => {
    const text = `${head}describe('x', () => { let db;
  function open() { db = openDatabase('x'); }
  before(open);
  it('a', () => db.exec(''));
});`;
    const [finding] = findingsIn(text);
    assert.match(finding?.message ?? '', /`db` is opened here and never closed. Close it in `after`/);
    assert.deepEqual(
      finding?.related.map((place) => text.slice(place.start, place.end)),
      ['before'],
    );
  });

  it('ends an inserted hook where the next line would be taken for a part of it', () => {
    const text = `const { openDatabase } = require('./x')

describe('x', () => {
  let db

  beforeEach(() => {
    db = openDatabase('x')
  });

  [1, 2].forEach((n) => {
    it('a' + n, () => db.exec(''))
  })
})
`;
    assert.equal(
      applyPreferredFixes('a.test.js', text).text,
      text.replace('  });\n', '  });\n\n  afterEach(() => {\n    db?.close()\n  });\n'),
    );
  });

  it('offers no fix, and says why, where none would be right', () => {
    const reasons = {
      loop: `describe('x', () => { it('a', () => {
  for (const name of ['a', 'b']) { const db = openDatabase(name); db.exec(''); }
}); });`,
      places: `let db; function open() { db = openDatabase('x'); }
describe('x', () => { before(open); it('a', () => {}); });
describe('y', () => { beforeEach(open); it('a', () => {}); });`,
      shadowed: `describe('x', () => { const afterEach = 1; let db;
  beforeEach(() => { db = openDatabase('x'); }); it('a', () => afterEach);
});`,
    };
    const said = Object.values(reasons).map((text) => {
      const file = readTestFile(typescriptParser, 'a.test.ts', head + text, {});
      const edits = findingsOf(unreleasedDb, file).flatMap((finding) =>
        closeDatabase.offers(file, finding).map((offer) => offer.edit()),
      );
      return edits.map((edit) => (edit.possible ? 'possible' : edit.reason));
    });
    assert.deepEqual(said, [
      ['It is opened in a loop, so one variable could close only the last one.'],
      ['The database is opened from several places that need different teardown hooks.'],
      ['`afterEach` means something else here: line 3.'],
    ]);
  });
});

function findingsIn(text: string): ReturnType<typeof findingsOf> {
  return findingsOf(unreleasedDb, readTestFile(typescriptParser, 'a.test.ts', text, {}));
}
