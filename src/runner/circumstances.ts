import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Circumstances } from '../protocol/runEvents.ts';
import { replaceFunction } from './hygiene/replaceFunction.ts';

/** Waits of a test's own that are shorter than this are taken for sleeps, in milliseconds; others for deadlines. */
const deadlineMs = 1000;
/** So is what ends a wait with a failure, however short it is. */
const failing = /\b(?:reject|throw|fail|abort)|Error\b/i;
/** The runner's own frames between a timer's caller and here: this file's, and those of the watch on timers. */
const deepestCaller = 10;

/**
 * Puts the process into other circumstances. They hold for all later rounds, so such a process runs no others.
 * @param isOwn whether the line of a call stack is a test's own: what packages and the system under test wait for is
 *   not touched.
 */
export function putInto(
  { timeZone, startAtMs, eagerTimers }: Circumstances,
  isOwn: (line: string) => boolean,
): void {
  if (timeZone !== undefined) process.env['TZ'] = timeZone;
  if (startAtMs !== undefined) shiftDate(startAtMs - Date.now());
  if (eagerTimers === true) hurryTimers(isOwn);
}

/** `performance.now` and the clocks of other programs (SQLite's, the system's) stay what they are. */
function shiftDate(byMs: number): void {
  const RealDate = Date;
  const realNow = RealDate.now.bind(RealDate);
  const now = (): number => realNow() + byMs;
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget): object => {
      const instance: unknown = Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget);
      return typeof instance === 'object' && instance !== null ? instance : {};
    },
    apply: () => new RealDate(now()).toString(),
  });
  // Otherwise `new value.constructor()` would tell the real time.
  Reflect.set(RealDate.prototype, 'constructor', globalThis.Date);
}

function hurryTimers(isOwn: (line: string) => boolean): void {
  /** The line that called the function which asks. */
  const callerIsOwn = (): boolean => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = deepestCaller;
    const stack: unknown = new Error().stack;
    Error.stackTraceLimit = stackTraceLimit;
    // Learner code may have set an `Error.prepareStackTrace` that makes no text.
    if (typeof stack !== 'string') return false;
    const caller = stack
      .split('\n')
      .find((line) => /^\s*at /.test(line) && !line.includes(import.meta.filename));
    return caller !== undefined && isOwn(caller);
  };
  const hurried = (delay: unknown): unknown => {
    const ms = Number(delay);
    return ms > 0 && ms < deadlineMs && callerIsOwn() ? 0 : delay;
  };
  const isDeadline = (callback: unknown): boolean =>
    typeof callback === 'function' && (callback.name === 'reject' || failing.test(String(callback)));
  replaceFunction(
    globalThis,
    'setTimeout',
    (original) =>
      function (callback, delay, ...args) {
        return Reflect.apply(original, this, [
          callback,
          isDeadline(callback) ? delay : hurried(delay),
          ...args,
        ]);
      },
  );
  Reflect.set(timers, 'setTimeout', globalThis.setTimeout);
  // `promisify(setTimeout)` takes the first of these as well.
  for (const [holder, name] of [
    [timersPromises, 'setTimeout'],
    [timersPromises.scheduler, 'wait'],
  ] as const) {
    replaceFunction(
      holder,
      name,
      (original) =>
        function (delay, ...args) {
          return Reflect.apply(original, this, [hurried(delay), ...args]);
        },
    );
  }
  syncBuiltinESMExports();
}
