import type { Db } from '../../src/database.ts';

/**
 * The fixture of this exercise. A suite calls it once, in its `describe`; a test calls what it
 * returned to get its database. What it promises:
 *
 * - each test finds an in-memory database that no other test has touched;
 * - when a test is over its database is closed, whether the test passed or threw.
 */
export function useNotesDb(): () => Db {
  return () => {
    throw new Error('useNotesDb is not written yet. Open tests/support/use-notes-db.ts.');
  };
}
