import { ChildProcess } from 'node:child_process';
import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import { replaceFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Watches processes that were started and have not ended. Every asynchronous way to start one comes by here. */
export function watchChildProcesses(context: WatchContext): Watch {
  let started: { readonly child: ChildProcess; readonly acquired: () => Acquisition }[] = [];
  let watching = false;

  const install = (): void => {
    replaceFunction(
      ChildProcess.prototype,
      'spawn',
      (original) =>
        function (...args) {
          if (this instanceof ChildProcess) started.push({ child: this, acquired: acquire(context) });
          return Reflect.apply(original, this, args);
        },
    );
  };

  return {
    begin() {
      if (!watching) install();
      watching = true;
      started = [];
    },
    // Between the signal and the end of a process lie some milliseconds.
    settles: true,
    findings() {
      return started
        .filter(
          ({ child }) => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
        )
        .map(({ child, acquired }) => ({ child, ...acquired() }))
        .filter(({ byImport }) => !byImport)
        .map(({ child, test, at }): Finding => ({
          rule: 'child-processes',
          test,
          message: `The process ${child.spawnfile} (${child.pid}) started here is still running. End it in the teardown of the same level and wait for its 'exit' event: child.kill().`,
          at,
        }));
    },
  };
}
