import type { GoldenCase } from '../goldenCase.ts';
import { isClean, leftFiles } from '../unreleased-temp-dir/cases.ts';

const action = 'teardown-here';

/** A helper of the project that might release what it is handed, but does not. */
const files = {
  'src/track.d.mts': `export function track(resource: unknown): void;
`,
  'src/track.mjs': `export function track(resource) {
  String(resource);
}
`,
};

export const cases: readonly GoldenCase[] = [
  {
    name: 'a database that a helper might close',
    action,
    harm: 'open-database',
    files,
    before: `import Database from 'better-sqlite3';
import { track } from '../src/track.mjs';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Data▮base(':memory:');
    track(db);
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
    after: `import Database from 'better-sqlite3';
import { track } from '../src/track.mjs';

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
    track(db);
  });

  afterEach(() => {
    db?.close();
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
`,
  },
  {
    name: 'a server, with the cursor where it starts',
    action,
    harm: 'keeps-running',
    files,
    before: `import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { track } from '../src/track.mjs';

describe('orders', () => {
  let server: Server;

  before(() => {
    server = createServer();
    track(server);
    server.lis▮ten(0, '127.0.0.1');
  });

  it('starts empty', () => {});
});
`,
    after: `import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { track } from '../src/track.mjs';

describe('orders', () => {
  let server: Server;

  before(() => {
    server = createServer();
    track(server);
    server.listen(0, '127.0.0.1');
  });

  after(async () => {
    if (server) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('starts empty', () => {});
});
`,
  },
  {
    name: 'the inner one of two',
    action,
    harm: 'failing-test',
    files: { ...files, ...leftFiles },
    before: `import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/databaseENDING';
import { takeLeft } from '../src/left.mjs';
import { track } from '../src/track.mjs';

const prefix = \`golden-here-\${process.pid}-\`;

describe('orders', () => {
  it('starts empty', () => {
    const db = openDatabase(join(mkdtemp▮Sync(join(tmpdir(), prefix)), 'orders.db'));
    track(db);
    db.close();
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/databaseENDING';
import { takeLeft } from '../src/left.mjs';
import { track } from '../src/track.mjs';

const prefix = \`golden-here-\${process.pid}-\`;

describe('orders', () => {
  let directory: string;

  afterEach(() => {
    if (directory) rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });

  it('starts empty', () => {
    directory = mkdtempSync(join(tmpdir(), prefix));
    const db = openDatabase(join(directory, 'orders.db'));
    track(db);
    db.close();
  });
});
${isClean}`,
  },
  {
    name: 'an interval of a test outside any suite',
    action,
    harm: 'keeps-running',
    before: `it('ticks', () => {
  const timer = set▮Interval(() => {}, 5);
  String(timer);
});
`,
    after: `it('ticks', () => {
  const timer = setInterval(() => {}, 5);
  try {
    String(timer);
  } finally {
    clearInterval(timer);
  }
});
`,
  },
];
