import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Returns the path of the running test's folder. */
type CurrentDir = () => string;

/** A fresh temporary folder for every test of the calling suite, removed however the test ends. */
export function useTempDir(): CurrentDir {
  let dir: string | undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'use-temp-dir-'));
  });

  afterEach(async () => {
    // Retried, because on Windows a virus scanner may hold a file for a moment.
    if (dir !== undefined) await rm(dir, { recursive: true, force: true, maxRetries: 3 });
    dir = undefined;
  });

  return () => {
    assert.ok(dir, 'There is a folder only while a test runs. Call this inside a test.');
    return dir;
  };
}
