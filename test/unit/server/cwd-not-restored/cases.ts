import type { GoldenCase } from '../goldenCase.ts';

const action = 'bring-directory-back';
// Other files must not run in a folder that is not theirs.
const alone = true;
const harm = 'failing-test';

export const cases: readonly GoldenCase[] = [
  {
    name: 'changed by a test',
    action,
    alone,
    harm,
    before: `import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const home = join('.');

describe('reports', () => {
  it('are found in the current folder', () => {
    process.chdir(tmpdir()); // away
    assert.equal(home, '.');
  });

  it('are found by a relative path', async () => {
    const { existsSync } = await import('node:fs');
    assert.equal(existsSync(join(home, 'watch.cjs')), true);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const home = join('.');

describe('reports', () => {
  const originalCwd = process.cwd();

  afterEach(() => {
    process.chdir(originalCwd);
  });

  it('are found in the current folder', () => {
    process.chdir(tmpdir()); // away
    assert.equal(home, '.');
  });

  it('are found by a relative path', async () => {
    const { existsSync } = await import('node:fs');
    assert.equal(existsSync(join(home, 'watch.cjs')), true);
  });
});
`,
  },
  {
    name: 'into a folder that a hook removes: back before it goes, to the constant that is there',
    action,
    alone,
    harm,
    before: `import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('reports', () => {
  const home = process.cwd();
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    process.chdir(folder);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('are written to the current folder', () => {
    assert.notEqual(process.cwd(), home);
  });
});

describe('letters', () => {
  it('are written where they were', () => {
    assert.equal(existsSync('watch.cjs'), true);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('reports', () => {
  const home = process.cwd();
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    process.chdir(folder);
  });

  afterEach(() => {
    process.chdir(home);
    return rmSync(folder, { recursive: true });
  });

  it('are written to the current folder', () => {
    assert.notEqual(process.cwd(), home);
  });
});

describe('letters', () => {
  it('are written where they were', () => {
    assert.equal(existsSync('watch.cjs'), true);
  });
});
`,
  },
  {
    name: 'changed once for a suite, by the import',
    action,
    alone,
    harm,
    before: `import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { suite, suiteSetup, test } from 'mocha';

const start = process.argv.length;

suite('reports', () => {
  suiteSetup(() => process.chdir(tmpdir()));

  test('are found', () => {
    assert.ok(start > 0);
  });
});

suite('letters', () => {
  test('are found where the run began', () => {
    assert.notEqual(process.cwd().length, tmpdir().length);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { suite, suiteSetup, test, suiteTeardown } from 'mocha';

const start = process.argv.length;

suite('reports', () => {
  const originalCwd = process.cwd();

  suiteSetup(() => process.chdir(tmpdir()));

  suiteTeardown(() => {
    process.chdir(originalCwd);
  });

  test('are found', () => {
    assert.ok(start > 0);
  });
});

suite('letters', () => {
  test('are found where the run began', () => {
    assert.notEqual(process.cwd().length, tmpdir().length);
  });
});
`,
  },
];
