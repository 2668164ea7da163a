import { setTimeout } from 'node:timers/promises';

/** Where a program gets its time from, so that a test can bring its own. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()` gives them. */
  now(): number;
  /** Resolves after `ms` milliseconds. When `signal` is aborted, it rejects at once instead. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
};
