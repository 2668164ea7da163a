import { assertionInTeardown } from './assertionInTeardown.ts';
import { asyncAndDone } from './asyncAndDone.ts';
import { asyncDbTransaction } from './asyncDbTransaction.ts';
import { asyncDescribe } from './asyncDescribe.ts';
import { asyncForeach } from './asyncForeach.ts';
import { cwdNotRestored } from './cwdNotRestored.ts';
import { doneErrorDropped } from './doneErrorDropped.ts';
import { envNotRestored } from './envNotRestored.ts';
import { envUndefined } from './envUndefined.ts';
import { exclusiveTest } from './exclusiveTest.ts';
import { fakeTimersStallIo } from './fakeTimersStallIo.ts';
import { fixedPort } from './fixedPort.ts';
import { floatingAssertion } from './floatingAssertion.ts';
import { missingAssertion } from './missingAssertion.ts';
import { nockNetOpen } from './nockNetOpen.ts';
import { nockNotCleaned } from './nockNotCleaned.ts';
import { nockRestoreAsClean } from './nockRestoreAsClean.ts';
import { nockUnverified } from './nockUnverified.ts';
import { orderDependent } from './orderDependent.ts';
import { realNetwork } from './realNetwork.ts';
import { rootHook } from './rootHook.ts';
import { resourceInDescribe } from './resourceInDescribe.ts';
import type { Rule } from './rule.ts';
import { sharedDbFile } from './sharedDbFile.ts';
import { sleepInTest } from './sleepInTest.ts';
import { swallowedAssertion } from './swallowedAssertion.ts';
import { teardownLevelMismatch } from './teardownLevelMismatch.ts';
import { teardownOrder } from './teardownOrder.ts';
import { unguardedTeardown } from './unguardedTeardown.ts';
import { unreleasedChild } from './unreleasedChild.ts';
import { unreleasedDb } from './unreleasedDb.ts';
import { unreleasedServer } from './unreleasedServer.ts';
import { unreleasedTempDir } from './unreleasedTempDir.ts';
import { unreleasedTimer } from './unreleasedTimer.ts';

/** Every diagnostic, in the order of the list that people see. A new rule is one file and one line here. */
export const allRules: readonly Rule[] = [
  floatingAssertion,
  asyncForeach,
  swallowedAssertion,
  missingAssertion,
  asyncAndDone,
  doneErrorDropped,
  asyncDescribe,
  unreleasedDb,
  teardownLevelMismatch,
  teardownOrder,
  unguardedTeardown,
  envNotRestored,
  envUndefined,
  cwdNotRestored,
  unreleasedServer,
  unreleasedChild,
  unreleasedTempDir,
  unreleasedTimer,
  resourceInDescribe,
  nockNotCleaned,
  nockNetOpen,
  nockUnverified,
  nockRestoreAsClean,
  assertionInTeardown,
  realNetwork,
  orderDependent,
  rootHook,
  fixedPort,
  sharedDbFile,
  sleepInTest,
  fakeTimersStallIo,
  asyncDbTransaction,
  exclusiveTest,
];
