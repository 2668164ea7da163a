import type { Action } from './action.ts';
import { cleanNock } from './cleanNock.ts';
import { closeDatabase } from './closeDatabase.ts';
import { disableRule } from './disableRule.ts';
import { insertDatabaseFixture } from './insertDatabaseFixture.ts';

/** Every action, in the order in which they are offered. A new action is one file and one line here. */
export const allActions: readonly Action[] = [closeDatabase, cleanNock, insertDatabaseFixture, disableRule];
