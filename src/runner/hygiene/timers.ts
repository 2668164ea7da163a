import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Finding } from '../../protocol/runEvents.ts';
import { acquire, type Acquisition } from './acquisition.ts';
import { replaceFunction } from './replaceFunction.ts';
import type { Watch, WatchContext } from './watch.ts';

/** Beyond this many, timers that are over are dropped from the list. */
const tidyAbove = 500;

interface Pending {
  readonly kind: 'setTimeout' | 'setInterval';
  isPending(): boolean;
  readonly acquired: () => Acquisition;
}

/**
 * Watches timers that keep the process alive: `setTimeout` and `setInterval`, of the globals, of `node:timers` and
 * the awaited ones of `node:timers/promises`. Mocha has its own timers from before.
 */
export function watchTimers(context: WatchContext): Watch {
  let set: Pending[] = [];
  let watching = false;

  const record = (pending: Pending): void => {
    if (set.length > tidyAbove) set = set.filter((one) => one.isPending());
    set.push(pending);
  };

  const install = (): void => {
    for (const kind of ['setTimeout', 'setInterval'] as const) {
      replaceFunction(
        globalThis,
        kind,
        (original) =>
          function (...args) {
            const timer = Reflect.apply(original, this, args);
            record({ kind, isPending: () => isTicking(timer), acquired: acquire(context) });
            return timer;
          },
      );
      Reflect.set(timers, kind, globalThis[kind]);
    }
    replaceFunction(
      timersPromises,
      'setTimeout',
      (original) =>
        function (...args) {
          const promise = Reflect.apply(original, this, args);
          const { 2: options } = args;
          const unreferenced =
            typeof options === 'object' && options !== null && Reflect.get(options, 'ref') === false;
          if (unreferenced || !(promise instanceof Promise)) return promise;
          let pending = true;
          record({ kind: 'setTimeout', isPending: () => pending, acquired: acquire(context) });
          // Hands the same on, so that a rejection nobody handles stays one.
          return promise.finally(() => {
            pending = false;
          });
        },
    );
  };

  return {
    begin() {
      if (!watching) install();
      watching = true;
      set = [];
    },
    findings() {
      return (
        set
          .filter((one) => one.isPending())
          .map(({ kind, acquired }) => ({ kind, ...acquired() }))
          // Without a line of the learner's it is the business of a package (a pool, a cache).
          .filter(({ at }) => at !== null)
          .map(({ kind, test, at }): Finding => ({
            rule: 'timers-env-globals',
            test,
            message:
              kind === 'setInterval'
                ? 'The interval started here is still ticking. Stop it in the teardown of the same level: clearInterval(interval).'
                : 'The timer started here is still waiting. Clear it in the teardown of the same level (clearTimeout, or an AbortSignal), or wait until it is over.',
            at,
          }))
      );
    },
  };
}

/** `_destroyed` is Node's own word for "over"; there is no public one. */
function isTicking(timer: unknown): boolean {
  if (typeof timer !== 'object' || timer === null) return false;
  const hasRef: unknown = Reflect.get(timer, 'hasRef');
  if (Reflect.get(timer, '_destroyed') !== false || typeof hasRef !== 'function') return false;
  return Reflect.apply(hasRef, timer, []) === true;
}
