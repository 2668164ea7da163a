import { database } from '../analysis/databases.ts';
import { unreleasedRule } from './unreleasedResource.ts';

export const unreleasedDb = unreleasedRule({
  id: 'unreleased-db',
  title: 'A database is opened and never closed',
  lesson: '02-database',
  resource: database,
});
