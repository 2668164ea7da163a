import type { Clock } from './clock.ts';

export interface RetryingClientOptions {
  /** For the pauses between attempts. */
  clock: Clock;
  /** How often a request is sent at most; at least 1. */
  attempts: number;
  /** How long an attempt waits for its response, in milliseconds of real time. */
  timeoutMs: number;
}

export type RetryingRequestInit = RequestInit & {
  /** Names the operation, so that the server can tell a repetition from a new one. */
  idempotencyKey?: string;
};

/** The last attempt got no response; `cause` says why. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError';
}

/** The server is busy or being restarted. Any other status would be the same the next time. */
const temporaryStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Doing these twice is like doing them once (RFC 9110, section 9.2.2). */
const idempotentMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

const firstPauseMs = 200;

/**
 * `fetch`, with a time limit and further attempts.
 *
 * - An attempt has **failed** when its connection breaks, when no response has come after
 *   `timeoutMs`, or when the response is a 429, 502, 503 or 504. Every other response is the
 *   result, errors such as 400 included.
 * - A failed attempt is followed by a pause and another attempt, up to `attempts` in all. When the
 *   last one fails, its response is the result; if it has none, `request` rejects with
 *   `NoAnswerError`.
 * - The first pause is 200 ms, and each further pause is twice the one before. If the response
 *   carries a `Retry-After`, in seconds or as a date, the pause is no shorter than that. Every
 *   pause may be up to half as long again, so that many clients do not all come back at the same
 *   moment.
 * - A request whose method is not idempotent, such as POST, is sent a second time only if it has an
 *   `idempotencyKey`. Every attempt carries that key as its header `Idempotency-Key`.
 * - Aborting `init.signal` ends the request at once, also in a pause.
 */
export class RetryingClient {
  readonly #clock: Clock;
  readonly #attempts: number;
  readonly #timeoutMs: number;

  constructor({ clock, attempts, timeoutMs }: RetryingClientOptions) {
    this.#clock = clock;
    this.#attempts = attempts;
    this.#timeoutMs = timeoutMs;
  }

  async request(url: string, init: RetryingRequestInit = {}): Promise<Response> {
    const { idempotencyKey, signal, ...rest } = init;
    const headers = new Headers(init.headers);
    if (idempotencyKey !== undefined) headers.set('Idempotency-Key', idempotencyKey);
    const method = init.method?.toUpperCase() ?? 'GET';
    const repeatable = idempotencyKey !== undefined || idempotentMethods.has(method);
    const attempts = repeatable ? this.#attempts : 1;

    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts;
      let pauseMs = firstPauseMs * 2 ** (attempt - 1);
      try {
        const response = await this.#send(url, { ...rest, headers }, signal);
        if (isLast || !temporaryStatuses.has(response.status)) return response;
        pauseMs = Math.max(pauseMs, retryAfterMs(response, this.#clock.now()));
        // Nobody reads this body, and an unread one keeps its connection busy.
        await response.body?.cancel();
      } catch (error) {
        signal?.throwIfAborted();
        if (isLast) throw new NoAnswerError(`No answer in ${attempt} attempts.`, { cause: error });
      }
      await this.#clock.sleep(pauseMs, signal ?? undefined);
    }
  }

  #send(url: string, init: RequestInit, signal: AbortSignal | null | undefined): Promise<Response> {
    const signals = [AbortSignal.timeout(this.#timeoutMs)];
    if (signal) signals.push(signal);
    return fetch(url, { ...init, signal: AbortSignal.any(signals) });
  }
}

/** How long the server asks to be left alone; 0 if it does not say so. */
function retryAfterMs(response: Response, now: number): number {
  const value = response.headers.get('Retry-After');
  if (value === null) return 0;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(ms) ? 0 : ms;
}
