import { syncBuiltinESMExports } from 'node:module';
import type { Finding, HygieneRule, RunEvent } from '../../protocol/runEvents.ts';
import { watchChildProcesses } from './childProcesses.ts';
import { watchEnvironment } from './environment.ts';
import { watchGlobals } from './globals.ts';
import { watchInterceptors } from './interceptors.ts';
import { NockLoading } from './nockLoading.ts';
import { watchOpenDatabases } from './openDatabases.ts';
import { watchOpenServers } from './openServers.ts';
import { watchRealNetwork } from './realNetwork.ts';
import { watchTemporaryFiles } from './temporaryFiles.ts';
import { watchTimers } from './timers.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Captured before learner code can replace them. */
const { setImmediate: soon, setTimeout: later } = globalThis;

/** Every watch of a run, in the order their findings are told. */
export function allWatches(context: WatchContext): Watch[] {
  const files = watchTemporaryFiles(context);
  const nock = new NockLoading();
  return [
    watchOpenDatabases(context, (file) => files.acquired(file)),
    watchOpenServers(context),
    watchChildProcesses(context),
    files,
    watchInterceptors(context, nock),
    watchRealNetwork(context, nock),
    watchTimers(context),
    watchEnvironment(context),
    // The last to begin: what the others replace is not the learner's doing.
    watchGlobals(context, nock),
    exportReplacements(),
  ];
}

/** Tells watches when a test or hook begins, and passes every event on. */
export function stepsOf(
  watches: readonly Watch[],
  emit: (event: RunEvent) => void,
): (event: RunEvent) => void {
  const steps = watches.filter((watch) => 'step' in watch);
  return (event) => {
    if (event.type === 'testStarted' || event.type === 'hookStarted')
      for (const watch of steps) watch.step?.();
    emit(event);
  };
}

/**
 * What ends with its round: a request is refused or answered, the next round begins without interceptors and with
 * a folder for temporary files of its own.
 */
const endsWithRound: ReadonlySet<HygieneRule> = new Set([
  'only-or-skip',
  'pending-interceptors',
  'real-network',
  'temp-files',
]);

/** Whether something that was left behind could reach into another round of the same process. */
export function reachesOn(findings: readonly Finding[]): boolean {
  return findings.some(({ rule }) => !endsWithRound.has(rule));
}

/** Longest wait for what is on its way out, in milliseconds. Clean rounds do not wait. */
const settleMs = 150;

/** What a round left behind. Call it after the last hook. */
export async function findingsOf(watches: readonly Watch[]): Promise<Finding[]> {
  // Let promises that the last hook left behind settle, so that what they close counts as closed.
  await new Promise<void>((resolve) => soon(resolve));
  const patience = performance.now() + settleMs;
  const isSettling = (): boolean =>
    watches.some((watch) => watch.settles === true && watch.findings().length > 0);
  while (performance.now() < patience && isSettling())
    await new Promise<void>((resolve) => later(resolve, 5));
  return watches.flatMap((watch) => watch.findings());
}

/** `import { mkdtempSync } from 'node:fs'` sees what was put in the place of a function only when it is told. */
function exportReplacements(): Watch {
  let done = false;
  return {
    begin() {
      if (!done) syncBuiltinESMExports();
      done = true;
    },
    findings: () => [],
  };
}
