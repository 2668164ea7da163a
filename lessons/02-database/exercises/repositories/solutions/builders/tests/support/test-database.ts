import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database.ts';
import type { Db } from '../../src/database.ts';

/**
 * A new database file for each test of the calling `describe`. Every call of the returned function
 * opens another connection to it; all of them are closed after the test, and the file is removed.
 */
export function useDatabaseFile(): () => Db {
  let folder: string | undefined;
  const connections: Db[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'repositories-'));
  });

  afterEach(() => {
    for (const connection of connections.splice(0)) connection.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  });

  return () => {
    if (folder === undefined) throw new Error('There is a database during a test only.');
    const connection = openDatabase(join(folder, 'test.db'));
    connections.push(connection);
    return connection;
  };
}
