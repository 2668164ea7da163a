import type { Clock } from './clock.ts';

export interface RetryingClientOptions {
  clock: Clock;
  /** How often a request is sent at most; 1 never tries again. */
  attempts: number;
  /** How long one attempt may take. */
  timeoutMs: number;
}

/** Sends requests, and tries again after a breakdown where a second request does no harm. */
export class RetryingClient {
  readonly #options: RetryingClientOptions;

  constructor(options: RetryingClientOptions) {
    this.#options = options;
  }

  /**
   * A GET is repeated after a failed connection, a timeout or a status of 500 and above; another
   * method only with an `idempotencyKey`, which is sent in the header `idempotency-key`.
   *
   * @returns the first answer below 500, or that of the last attempt
   * @throws the error of `fetch` when the last attempt brought no answer
   */
  async request(
    url: string,
    { idempotencyKey, ...init }: RequestInit & { idempotencyKey?: string } = {},
  ): Promise<Response> {
    const { clock, attempts, timeoutMs } = this.#options;
    const headers = new Headers(init.headers);
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    const repeatable = idempotencyKey !== undefined || (init.method ?? 'GET') === 'GET';
    for (let attempt = 1; ; attempt += 1) {
      const last = !repeatable || attempt >= attempts;
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const response = await fetch(url, { ...init, headers, signal });
        if (response.status < 500 || last) return response;
        await response.body?.cancel();
      } catch (error) {
        if (last) throw error;
      }
      await clock.sleep(100 * 2 ** (attempt - 1));
    }
  }
}
