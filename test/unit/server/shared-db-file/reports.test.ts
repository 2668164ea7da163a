import assert from 'node:assert/strict';
import { useMemoryDatabase } from '../../../../src/server/actions/useMemoryDatabase.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { findingsOf } from '../../../../src/server/rules/rule.ts';
import { sharedDbFile } from '../../../../src/server/rules/sharedDbFile.ts';
import { assertReported } from '../expectedLines.ts';

const head = `import Database from 'better-sqlite3';
import { openDatabase } from '../src/database.ts';
import { join, resolve } from 'node:path';
import { rmSync, unlinkSync, existsSync } from 'node:fs';
`;

const reported: Readonly<Record<string, string>> = {
  'a name in the call': `describe('x', () => { let db;
  beforeEach(() => {
    db = new Database('test.db'); // ←
  });
  it('a', () => db.exec(''));
});`,
  'each way to open one': `import { DatabaseSync } from 'node:sqlite';
it('a', () => {
  new DatabaseSync('one.db'); // ←
  Database('/tmp/two.db', { timeout: 5 }); // ←
  openDatabase('three.sqlite'); // ←
});`,
  'a path beside the file or the project': `const name = 'users.db';
it('a', () => {
  new Database(join(__dirname, 'test.db')); // ←
  new Database(resolve(import.meta.dirname, '..', name)); // ←
  new Database(\`\${process.cwd()}/other.db\`); // ←
});`,
  'each test that opens it for itself': `it('a', () => { new Database('test.db').close(); }); // ←
it('b', () => { new Database('test.db').close(); }); // ←`,
  'one that is removed': `const file = 'test.db';
let db;
before(() => { db = new Database(file); }); // ←
after(() => { db.close(); rmSync(file); unlinkSync('test.db'); });
it('uses test.db', () => {});`,
};

const silent: Readonly<Record<string, string>> = {
  'memory, and a file of the connection alone': `it('a', () => {
  new Database(':memory:'); new Database(''); new Database('file::memory:?cache=shared'); openDatabase(':memory:');
});`,
  'a file of a temporary folder': `import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
it('a', () => {
  const dir = mkdtempSync(join(tmpdir(), 'x-'));
  new Database(join(dir, 'test.db')); new Database(\`\${dir}/test.db\`);
});`,
  'a fixture that is read': `it('a', () => {
  new Database('users.db', { readonly: true });
  new Database('fixtures/orders.db');
  new Database('items.db', { fileMustExist: true });
});`,
  'unknown options': `import { options } from './options.ts';
it('a', () => { new Database('users.db', options); new Database('b.db', { ...options }); });`,
  'two connections in one test': `it('keeps what was written', () => {
  const db = new Database('test.db'); db.close();
  new Database('test.db').close();
});`,
  'a second connection beside that of a hook': `describe('x', () => { let db;
  beforeEach(() => { db = new Database('test.db'); });
  it('is seen by others', () => { const other = new Database('test.db'); other.close(); db.close(); });
});`,
  'a function that may open it twice': `const open = () => new Database('test.db');
it('a', () => { open(); new Database('test.db'); });`,
  'the file is used by somebody else': `import { spawnSync } from 'node:child_process';
import { main } from '../src/main.ts';
before(() => { new Database('one.db').close(); spawnSync('app', ['--db=one.db']); });
before(() => { new Database('two.db').close(); main({ file: 'two.db' }); });
before(() => { new Database('three.db').close(); process.env.DB = 'three.db'; });
it('a', () => { new Database('four.db').close(); existsSync('four.db'); });`,
  'a factory that is given no file name': `it('a', () => { openDatabase('test'); openDatabase('postgres://localhost/test'); });`,
  'another library': `import { Database as Other } from 'sqlite3';
it('a', () => { new Other('test.db'); });`,
  'another folder at run time': `before(() => { process.chdir(process.env.DIR); });
it('a', () => { new Database('test.db'); });`,
  'a look at what somebody else wrote': `it('a', () => {
  save('Ann');
  const db = new Database('test.db'); assert.equal(db.prepare('SELECT name FROM users').get().name, 'Ann');
});`,
  'a call that is expected to throw': `import assert from 'node:assert/strict';
it('a', () => { assert.throws(() => new Database('no/such/folder.db')); });`,
  'a name from elsewhere': `import { file } from './config.ts';
it('a', () => { new Database(file); new Database(process.env.DB ?? 'test.db'); });`,
  'a file without tests': `new Database('app.db');`,
};

describe('shared-db-file', () => {
  describe('reports', () => {
    for (const [name, text] of Object.entries(reported)) {
      it(name, () => assertReported('shared-db-file', head + text));
    }
  });

  describe('is silent about', () => {
    for (const [name, text] of Object.entries(silent)) {
      it(name, () => assertReported('shared-db-file', head + text));
    }
  });

  it('keeps a file whose removal would fail without it, and says why', () => {
    const text = `${head}it('a', () => { new Database('test.db').close(); });\nafter(() => rmSync('test.db'));\n`;
    const file = readTestFile(typescriptParser, 'a.test.ts', text, {});
    const [finding] = findingsOf(sharedDbFile, file);
    assert.ok(finding);
    const [offer] = useMemoryDatabase.offers(file, finding);
    assert.equal(offer?.preferred, false);
    const edit = offer?.edit();
    assert.ok(edit !== undefined && !edit.possible);
    assert.match(edit.reason, /Line 6 removes the file/);
  });
});
