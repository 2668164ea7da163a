import type { GoldenCase } from '../goldenCase.ts';

const action = 'fixture-per-suite';

/** `▮` is the cursor. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'behind what the suite makes, and in front of what it releases',
    action,
    before: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

describe('items', () => {
  let dir: string;
  let db: Database.Database;

  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'items-'));
  });

  // A file that can be looked at.
  beforeEach(() => {
    const file = join(dir, 'items.db');
    db = new Data▮base(file);
  });

  afterEach(() => {
    db?.close();
  });

  after(() => {
    rmSync(dir, { recursive: true, force: true });
  });

  it('is open', () => {
    assert.ok(db.open);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';

describe('items', () => {
  let dir: string;
  let db: Database.Database;

  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'items-'));
    // A file that can be looked at.
    const file = join(dir, 'items.db');
    db = new Database(file);
  });

  after(() => {
    db?.close();

    rmSync(dir, { recursive: true, force: true });
  });

  it('is open', () => {
    assert.ok(db.open);
  });
});
`,
  },
  {
    name: 'leaves what each test has anew',
    action,
    before: `import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

describe('orders', () => {
  let ser▮ver: Server;
  let count = 0;

  beforeEach(async () => {
    server = createServer((_request, response) => response.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    count = 0;
  });

  afterEach(async () => {
    server.close();
    await once(server, 'close');
  });

  it('counts', () => {
    count += 1;
    assert.ok(server.listening);
    assert.equal(count, 1);
  });

  it('counts again', () => {
    count += 1;
    assert.equal(count, 1);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';

describe('orders', () => {
  let server: Server;
  let count = 0;

  beforeEach(() => {
    count = 0;
  });

  before(async () => {
    server = createServer((_request, response) => response.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  after(async () => {
    server.close();
    await once(server, 'close');
  });

  it('counts', () => {
    count += 1;
    assert.ok(server.listening);
    assert.equal(count, 1);
  });

  it('counts again', () => {
    count += 1;
    assert.equal(count, 1);
  });
});
`,
    onlyLanguages: ['typescript'],
  },
];
