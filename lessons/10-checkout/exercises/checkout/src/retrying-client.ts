import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The time of this computer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(ms, undefined, { signal }),
};

export type RetryingRequest = RequestInit & { idempotencyKey?: string };

/**
 * `fetch` with a time limit, and further attempts after a network error or a 5xx answer. A POST is
 * repeated only if it carries an idempotency key, for else the server might do its work twice.
 */
export class RetryingClient {
  readonly #clock: Clock;
  readonly #attempts: number;
  readonly #timeoutMs: number;

  /** `attempts` counts the first one; `timeoutMs` is the limit of each. */
  constructor({ clock, attempts, timeoutMs }: { clock: Clock; attempts: number; timeoutMs: number }) {
    this.#clock = clock;
    this.#attempts = attempts;
    this.#timeoutMs = timeoutMs;
  }

  /** Resolves with the last answer, whatever its status. Rejects if the last attempt got none. */
  async request(url: string, { idempotencyKey, ...init }: RetryingRequest = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    const repeatable = idempotencyKey !== undefined || (init.method ?? 'GET') === 'GET';
    const attempts = repeatable ? this.#attempts : 1;

    for (let attempt = 1; ; attempt++) {
      try {
        const signal = AbortSignal.timeout(this.#timeoutMs);
        const response = await fetch(url, { ...init, headers, signal });
        if (response.status < 500 || attempt >= attempts) return response;
        await response.body?.cancel();
      } catch (error) {
        if (attempt >= attempts) throw error;
      }
      await this.#clock.sleep(100 * 2 ** (attempt - 1));
    }
  }
}
