import type { Action } from './action.ts';
import { awaitAssertion } from './awaitAssertion.ts';
import { cleanNock } from './cleanNock.ts';
import { closeDatabase } from './closeDatabase.ts';
import { disableRule } from './disableRule.ts';
import { doneToAsync } from './doneToAsync.ts';
import { dropAsyncFromSuite } from './dropAsyncFromSuite.ts';
import { dropDone } from './dropDone.ts';
import { expectError } from './expectError.ts';
import { insertAssertion } from './insertAssertion.ts';
import { insertDatabaseFixture } from './insertDatabaseFixture.ts';
import { loopToTests } from './loopToTests.ts';
import { passErrorToDone } from './passErrorToDone.ts';
import { useForOf } from './useForOf.ts';

/** Every action, in the order in which they are offered. A new action is one file and one line here. */
export const allActions: readonly Action[] = [
  awaitAssertion,
  useForOf,
  expectError,
  insertAssertion,
  dropDone,
  passErrorToDone,
  dropAsyncFromSuite,
  closeDatabase,
  cleanNock,
  insertDatabaseFixture,
  doneToAsync,
  loopToTests,
  disableRule,
];
