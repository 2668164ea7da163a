import type { GoldenCase } from '../goldenCase.ts';

const action = 'remove-temp-directory';

/** Names what a text has left in the temporary directory, and removes it. One module for all languages. */
export const leftFiles = {
  'src/left.d.mts': `export function takeLeft(prefix: string): string[];
`,
  'src/left.mjs': `export function takeLeft(prefix) {
  const { readdirSync, rmSync } = process.getBuiltinModule('node:fs');
  const folder = process.getBuiltinModule('node:os').tmpdir();
  const left = readdirSync(folder).filter((name) => name.startsWith(prefix));
  for (const name of left) rmSync(\`\${folder}/\${name}\`, { recursive: true });
  return left;
}
`,
};

export const isClean = `
describe('the temporary directory', () => {
  it('is as it was', () => {
    assert.deepEqual(takeLeft(prefix), []);
  });
});
`;

export const cases: readonly GoldenCase[] = [
  {
    name: 'made before each test',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-each-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), prefix)); // one for each test
  });

  it('can be written', () => {
    writeFileSync(join(dir, 'a.txt'), 'a');
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-each-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), prefix)); // one for each test
  });

  afterEach(() => {
    if (dir) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('can be written', () => {
    writeFileSync(join(dir, 'a.txt'), 'a');
  });
});
${isClean}`,
  },
  {
    name: 'made once, by a promise',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-once-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), prefix));
  });

  it('can be written', async () => {
    await writeFile(join(dir, 'a.txt'), 'a');
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import { mkdtemp, writeFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-once-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), prefix));
  });

  after(async () => {
    if (dir) await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('can be written', async () => {
    await writeFile(join(dir, 'a.txt'), 'a');
  });
});
${isClean}`,
  },
  {
    name: 'constants in two tests share one variable and one hook',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-two-\${process.pid}-\`;

describe('orders', () => {
  it('can be written', () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
    fs.writeFileSync(path.join(dir, 'a.txt'), 'a');
  });

  it('starts empty', () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
    assert.deepEqual(fs.readdirSync(dir), []);
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-two-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;

  afterEach(() => {
    if (dir) fs.rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('can be written', () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
    fs.writeFileSync(path.join(dir, 'a.txt'), 'a');
  });

  it('starts empty', () => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), prefix));
    assert.deepEqual(fs.readdirSync(dir), []);
  });
});
${isClean}`,
  },
  {
    name: 'behind a database that is in it, in a hook of one expression',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-db-\${process.pid}-\`;

describe('orders', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(join(mkdtempSync(join(tmpdir(), prefix)), 'orders.db'));
  });

  afterEach(() => db?.close());

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-db-\${process.pid}-\`;

describe('orders', () => {
  let db: Database.Database;
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), prefix));
    db = new Database(join(directory, 'orders.db'));
  });

  afterEach(() => {
    db?.close();
    if (directory) rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  });

  it('starts empty', () => {
    db.exec('CREATE TABLE orders (id INTEGER)');
  });
});
${isClean}`,
  },
  {
    name: 'behind what may be a promise',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-promise-\${process.pid}-\`;
const stop = () => Promise.resolve();

describe('orders', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), prefix));
  });

  afterEach(() => stop());

  it('starts empty', () => {
    String(dir);
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-promise-\${process.pid}-\`;
const stop = () => Promise.resolve();

describe('orders', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), prefix));
  });

  afterEach(async () => {
    await stop();
    if (dir) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('starts empty', () => {
    String(dir);
  });
});
${isClean}`,
  },
  {
    name: 'behind a hook that may leave early',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-early-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;
  let count = 0;

  before(() => {
    dir = mkdtempSync(join(tmpdir(), prefix));
  });

  after(() => {
    // nothing was counted
    if (count === 0) return;
    count = 0;
  });

  it('starts empty', () => {
    String(dir);
  });
});
${isClean}`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-early-\${process.pid}-\`;

describe('orders', () => {
  let dir: string;
  let count = 0;

  before(() => {
    dir = mkdtempSync(join(tmpdir(), prefix));
  });

  after(() => {
    // nothing was counted
    if (count === 0) return;
    count = 0;
  });

  after(() => {
    if (dir) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('starts empty', () => {
    String(dir);
  });
});
${isClean}`,
  },
  {
    name: 'a test outside any suite: a finally block',
    action,
    harm: 'failing-test',
    files: leftFiles,
    before: `import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-alone-\${process.pid}-\`;

it('starts empty', () => {
  const dir = mkdtempSync(join(tmpdir(), prefix));
  readdirSync(dir);
});

it('leaves nothing', () => {
  assert.deepEqual(takeLeft(prefix), []);
});
`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLeft } from '../src/left.mjs';

const prefix = \`golden-alone-\${process.pid}-\`;

it('starts empty', () => {
  const dir = mkdtempSync(join(tmpdir(), prefix));
  try {
    readdirSync(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  }
});

it('leaves nothing', () => {
  assert.deepEqual(takeLeft(prefix), []);
});
`,
  },
];
