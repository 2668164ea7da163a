import type { Db } from '../../src/database.ts';

/**
 * The fixture of this exercise. A suite calls it once, in its `describe`; a test calls what it
 * returned to get its database. What it promises:
 *
 * - each test finds an in-memory database that no other test has touched;
 * - the schema is the application's own, today and after the next migration;
 * - when a test is over its database is closed, whether the test passed or threw;
 * - no test runs on a connection that does not enforce foreign keys: setup fails instead.
 */
export function useTestDb(): () => Db {
  return () => {
    throw new Error('useTestDb is not written yet. Open tests/support/use-test-db.ts.');
  };
}
