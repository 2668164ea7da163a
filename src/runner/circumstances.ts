import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import type { Circumstances } from '../protocol/runEvents.ts';
import { replaceFunction } from './hygiene/replaceFunction.ts';

/** Longest wait of a test's own that is taken for a sleep, in milliseconds. */
const longestSleepMs = 1000;

/**
 * Puts the process into other circumstances. They hold for all later rounds, so such a process runs no others.
 * @param isOwn whether a call stack's caller is a test's own line: what packages and the system under test wait for
 *   is not touched.
 */
export function putInto(
  { timeZone, startAtMs, eagerTimers }: Circumstances,
  isOwn: (stack: string) => boolean,
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
}

function hurryTimers(isOwn: (stack: string) => boolean): void {
  /** The line that called the function which asks. */
  const callerIsOwn = (): boolean => {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 4;
    const stack = new Error().stack ?? '';
    Error.stackTraceLimit = stackTraceLimit;
    const caller = stack
      .split('\n')
      .find((line) => /^\s*at /.test(line) && !line.includes(import.meta.filename));
    return caller !== undefined && isOwn(caller);
  };
  const hurried = (delay: unknown): unknown => {
    const ms = Number(delay);
    return ms > 0 && ms <= longestSleepMs && callerIsOwn() ? 0 : delay;
  };
  replaceFunction(
    globalThis,
    'setTimeout',
    (original) =>
      function (callback, delay, ...args) {
        return Reflect.apply(original, this, [callback, hurried(delay), ...args]);
      },
  );
  replaceFunction(
    timersPromises,
    'setTimeout',
    (original) =>
      function (delay, ...args) {
        return Reflect.apply(original, this, [hurried(delay), ...args]);
      },
  );
  syncBuiltinESMExports();
}
