import { nockNotCleaned } from './nockNotCleaned.ts';
import type { Rule } from './rule.ts';
import { unreleasedDb } from './unreleasedDb.ts';

/** Every diagnostic, in the order of the list that people see. A new rule is one file and one line here. */
export const allRules: readonly Rule[] = [unreleasedDb, nockNotCleaned];
