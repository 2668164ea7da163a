import type { GoldenCase } from '../goldenCase.ts';

const action = 'insert-temp-dir-fixture';

/** Nothing is wrong before: there is no harm to show. */
export const cases: readonly GoldenCase[] = [
  {
    name: 'with all it imports',
    action,
    before: `import assert from 'node:assert/strict';

describe('reports', () => {
  ▮it('adds up', () => {
    assert.equal(1 + 1, 2);
  });
});
`,
    after: `import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('reports', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'test-'));
  });

  afterEach(() => {
    if (dir) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  it('adds up', () => {
    assert.equal(1 + 1, 2);
  });
});
`,
  },
  {
    name: 'by the imports and the hook that are there',
    action,
    before: `import { existsSync, rmSync as remove } from 'node:fs';
import * as os from 'node:os';
import path from 'node:path';

describe('reports', function () {
  let written = 0; // so far

  // Counted anew for each test.
  afterEach(function () {
    written = 0;
  });
▮
  describe('of a day', function () {
    it('is there', function () {
      const dir = path.dirname(os.tmpdir());
      if (existsSync(dir)) written += 1;
      if (written > 1) remove(dir);
    });
  });
});
`,
    after: `import { existsSync, rmSync as remove, mkdtempSync } from 'node:fs';
import * as os from 'node:os';
import path from 'node:path';

describe('reports', function () {
  let written = 0; // so far
  let folder: string;

  beforeEach(function () {
    folder = mkdtempSync(path.join(os.tmpdir(), 'test-'));
  });

  // Counted anew for each test.
  afterEach(function () {
    written = 0;
    if (folder) remove(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  describe('of a day', function () {
    it('is there', function () {
      const dir = path.dirname(os.tmpdir());
      if (existsSync(dir)) written += 1;
      if (written > 1) remove(dir);
    });
  });
});
`,
  },
  {
    name: 'in the words of the imported interface',
    action,
    before: `import { it as test, describe as suite } from 'mocha';

suite('reports', () => {
▮
  test('adds up', () => {});
});
`,
    after: `import { it as test, describe as suite, beforeEach, afterEach } from 'mocha';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

suite('reports', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'test-'));
  });

  afterEach(() => {
    if (dir) rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  });

  test('adds up', () => {});
});
`,
  },
];
