import type { GoldenCase } from '../goldenCase.ts';

const action = 'close-before-removing';
// No harm is shown: only Windows refuses to remove a folder in which a file is open.

export const cases: readonly GoldenCase[] = [
  {
    name: 'two statements of one hook',
    action,
    before: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', () => {
  let folder: string;
  let db: Database.Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    db = new Database(join(folder, 'orders.db'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    db?.close();
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', () => {
  let folder: string;
  let db: Database.Database;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    db = new Database(join(folder, 'orders.db'));
  });

  afterEach(() => {
    db?.close();
    rmSync(folder, { recursive: true });
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'with comments, and more between them',
    action,
    before: `import { openDatabase } from '../src/databaseENDING';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', function () {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  const path = join(folder, 'orders.db');
  let db: ReturnType<typeof openDatabase>;
  let count = 0;

  before(function () {
    db = openDatabase(path);
  });

  after(async function () { // all of it
    // the folder
    await rm(folder, { recursive: true }); // with its files

    // the count
    count = 0;

    /* the database */
    db?.close(); // at last
    count += 1;
  });

  it('starts empty', function () {
    count += 1;
  });
});
`,
    after: `import { openDatabase } from '../src/databaseENDING';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('orders', function () {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  const path = join(folder, 'orders.db');
  let db: ReturnType<typeof openDatabase>;
  let count = 0;

  before(function () {
    db = openDatabase(path);
  });

  after(async function () { // all of it
    // the count
    count = 0;

    /* the database */
    db?.close(); // at last

    // the folder
    await rm(folder, { recursive: true }); // with its files
    count += 1;
  });

  it('starts empty', function () {
    count += 1;
  });
});
`,
  },
  {
    name: 'two hooks',
    action,
    before: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setup, suite, teardown, test } from 'mocha';

suite('orders', () => {
  let folder: string;
  let db: Database.Database;

  setup(() => {
    folder = mkdtempSync(\`\${tmpdir()}/golden-\`);
  });
  teardown(() => rmSync(folder, { recursive: true }));

  setup(() => {
    db = new Database(\`\${folder}/orders.db\`);
  });
  // ours
  teardown(() => {
    db?.close();
  });

  test('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setup, suite, teardown, test } from 'mocha';

suite('orders', () => {
  let folder: string;
  let db: Database.Database;

  setup(() => {
    folder = mkdtempSync(\`\${tmpdir()}/golden-\`);
  });
  setup(() => {
    db = new Database(\`\${folder}/orders.db\`);
  });

  // ours
  teardown(() => {
    db?.close();
  });
  teardown(() => rmSync(folder, { recursive: true }));

  test('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'everything on one line',
    action,
    before: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
describe('orders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  const db = new Database(join(folder, 'orders.db'));
  after(() => { rmSync(folder, { recursive: true }); db.close() });
  it('starts empty', () => {});
});
`,
    after: `import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
describe('orders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'golden-'));
  const db = new Database(join(folder, 'orders.db'));
  after(() => { db.close(); rmSync(folder, { recursive: true }); });
  it('starts empty', () => {});
});
`,
  },
];
