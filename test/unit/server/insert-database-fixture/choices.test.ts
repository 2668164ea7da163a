import assert from 'node:assert/strict';
import { insertDatabaseFixture } from '../../../../src/server/actions/insertDatabaseFixture.ts';
import { readTestFile } from '../../../../src/server/analysis/testFile.ts';
import { typescriptParser } from '../../../../src/server/analysis/typescriptParser.ts';
import { applyChanges } from '../../../../src/server/edits/textChange.ts';
import { applied } from '../offeredEdit.ts';

const action = 'insert-database-fixture';
const project = { schemaFile: '../db/schema.sql' };

describe(action, () => {
  it('gives each test its own database, and by choice one to the suite', () => {
    const text = `import { openDatabase } from '../src/database.ts';

describe('orders', () => {
  it('adds up', () => {});
});
`;
    const file = readTestFile(typescriptParser, 'tests/a.test.ts', text, {});
    const cursor = text.indexOf('it(');
    const written = insertDatabaseFixture.offers(file, { start: cursor, end: cursor }).map((offer) => {
      const edit = offer.edit();
      assert.ok(edit.possible);
      return [offer.title, applyChanges(text, edit.changes).match(/\b(before|after)\w*(?=\()/g)];
    });
    assert.deepEqual(written, [
      ['Insert database fixture', ['beforeEach', 'afterEach']],
      ['Insert database fixture for the whole suite', ['before', 'after']],
    ]);
  });

  it('makes the tables of the schema file, in an ES module', () => {
    assert.equal(
      applied(action, "import assert from 'node:assert/strict';\n\ndescribe('orders', () => {\n  ▮\n});\n", {
        path: 'tests/a.test.ts',
        project,
      }),
      `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec(readFileSync(new URL('../db/schema.sql', import.meta.url), 'utf8'));
  });

  afterEach(() => {
    db?.close();
  });
});
`,
    );
  });

  it('makes the tables of the schema file, with require', () => {
    assert.equal(
      applied(action, "const { join } = require('node:path');\n\ndescribe('orders', () => {\n  ▮\n});\n", {
        path: 'tests/a.test.cjs',
        project,
      }),
      `const { join } = require('node:path');
const Database = require('better-sqlite3');
const { readFileSync } = require('node:fs');

describe('orders', () => {
  let db;

  beforeEach(() => {
    db = new Database(':memory:');
    db.exec(readFileSync(join(__dirname, '..', 'db', 'schema.sql'), 'utf8'));
  });

  afterEach(() => {
    db?.close();
  });
});
`,
    );
  });

  it('makes them in a file without imports, too', () => {
    assert.match(
      applied(action, "describe('orders', () => {\n  ▮\n});\n", { path: 'tests/a.test.mjs', project }),
      /^import Database from 'better-sqlite3';\nimport \{ readFileSync \} from 'node:fs';\n\ndescribe/,
    );
  });
});
