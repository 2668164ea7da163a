import type { Action } from './action.ts';
import { assertInTests } from './assertInTests.ts';
import { awaitAssertion } from './awaitAssertion.ts';
import { awaitEvent } from './awaitEvent.ts';
import { bringDirectoryBack } from './bringDirectoryBack.ts';
import { bringVariableBack } from './bringVariableBack.ts';
import { cleanInsteadOfRestore } from './cleanInsteadOfRestore.ts';
import { cleanNock } from './cleanNock.ts';
import { closeBeforeRemoving } from './closeBeforeRemoving.ts';
import { closeDatabase } from './closeDatabase.ts';
import { deleteVariable } from './deleteVariable.ts';
import { clearTimer } from './clearTimer.ts';
import { closeServer } from './closeServer.ts';
import { disableRule } from './disableRule.ts';
import { doneToAsync } from './doneToAsync.ts';
import { dropAsyncFromSuite } from './dropAsyncFromSuite.ts';
import { dropDone } from './dropDone.ts';
import { dropTransactionAsync } from './dropTransactionAsync.ts';
import { endChildProcess } from './endChildProcess.ts';
import { ephemeralPort } from './ephemeralPort.ts';
import { errorPathTest } from './errorPathTest.ts';
import { expectError } from './expectError.ts';
import { extractBuilder } from './extractBuilder.ts';
import { extractSetup } from './extractSetup.ts';
import { fakeOnlyDate } from './fakeOnlyDate.ts';
import { fixturePerSuite } from './fixturePerSuite.ts';
import { fixturePerTest } from './fixturePerTest.ts';
import { guardNetwork } from './guardNetwork.ts';
import { guardTeardown } from './guardTeardown.ts';
import { inlineSetup } from './inlineSetup.ts';
import { insertAssertion } from './insertAssertion.ts';
import { insertChildProcessFixture } from './insertChildProcessFixture.ts';
import { insertDatabaseFixture } from './insertDatabaseFixture.ts';
import { insertFakeClock } from './insertFakeClock.ts';
import { insertServerFixture } from './insertServerFixture.ts';
import { insertTempDirFixture } from './insertTempDirFixture.ts';
import { loopToTests } from './loopToTests.ts';
import { matchTeardownLevel } from './matchTeardownLevel.ts';
import { moveIntoBefore } from './moveIntoBefore.ts';
import { nockCaptureBody } from './nockCaptureBody.ts';
import { nockConnectionError } from './nockConnectionError.ts';
import { nockFromCall } from './nockFromCall.ts';
import { nockNetworkGuard } from './nockNetworkGuard.ts';
import { nockServerError } from './nockServerError.ts';
import { nockTimeout } from './nockTimeout.ts';
import { nockVerifyScope } from './nockVerifyScope.ts';
import { passErrorToDone } from './passErrorToDone.ts';
import { rejectionGuard } from './rejectionGuard.ts';
import { releaseHere } from './releaseHere.ts';
import { removeOnly } from './removeOnly.ts';
import { restoreEnv } from './restoreEnv.ts';
import { removeTempDirectory } from './removeTempDirectory.ts';
import { rollbackPerTest } from './rollbackPerTest.ts';
import { uniqueData } from './uniqueData.ts';
import { useForOf } from './useForOf.ts';
import { useFreePort } from './useFreePort.ts';
import { useMemoryDatabase } from './useMemoryDatabase.ts';
import { verifyInterceptor } from './verifyInterceptor.ts';
import { wrapRootHooks } from './wrapRootHooks.ts';

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
  matchTeardownLevel,
  closeBeforeRemoving,
  guardTeardown,
  bringVariableBack,
  deleteVariable,
  bringDirectoryBack,
  closeServer,
  endChildProcess,
  removeTempDirectory,
  clearTimer,
  moveIntoBefore,
  cleanNock,
  guardNetwork,
  verifyInterceptor,
  cleanInsteadOfRestore,
  assertInTests,
  wrapRootHooks,
  useFreePort,
  useMemoryDatabase,
  awaitEvent,
  fakeOnlyDate,
  dropTransactionAsync,
  removeOnly,
  insertDatabaseFixture,
  restoreEnv,
  rollbackPerTest,
  releaseHere,
  insertTempDirFixture,
  insertServerFixture,
  insertChildProcessFixture,
  insertFakeClock,
  fixturePerTest,
  fixturePerSuite,
  extractSetup,
  inlineSetup,
  extractBuilder,
  uniqueData,
  nockFromCall,
  nockServerError,
  nockConnectionError,
  nockTimeout,
  nockCaptureBody,
  nockVerifyScope,
  nockNetworkGuard,
  errorPathTest,
  doneToAsync,
  loopToTests,
  ephemeralPort,
  rejectionGuard,
  disableRule,
];
