import { unreleasedDb } from '../rules/unreleasedDb.ts';
import { releaseFix } from './releaseResource.ts';

/** Closes a database in the hook that matches where it is opened. */
export const closeDatabase = releaseFix({
  id: 'close-database',
  title: 'Close the database in the matching teardown hook',
  rule: unreleasedDb,
});
