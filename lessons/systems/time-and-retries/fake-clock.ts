import type { Clock } from '../../src/clock.ts';

interface Sleeper {
  readonly wakesAt: number;
  wake(): void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();
  /** Those who wait for somebody to be asleep. */
  #watchers: (() => void)[] = [];

  constructor(startsAt = 0) {
    this.#now = startsAt;
  }

  /** How many are asleep at this moment. */
  get sleepers(): number {
    return this.#sleepers.size;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const sleeper: Sleeper = { wakesAt: this.#now + Math.max(ms, 0), wake: resolve };
      signal?.addEventListener('abort', () => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason as Error);
      });
      this.#sleepers.add(sleeper);
      for (const tell of this.#watchers.splice(0)) tell();
    });
  }

  /** Resolves as soon as somebody is asleep. */
  asleep(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#sleepers.size > 0) resolve();
      else this.#watchers.push(resolve);
    });
  }

  /**
   * Moves the time on. Whoever has to wake up in it does so at the right time, one after the other,
   * and what it does without waiting for anything else is done before the next one wakes.
   */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#nextToWake();
      if (next === undefined || next.wakesAt > end) break;
      await this.#wake(next);
    }
    this.#now = end;
  }

  /** Runs a task to its end. Whenever somebody sleeps, the time jumps to the end of that sleep. */
  async finish<T>(task: Promise<T>): Promise<T> {
    let finished = false;
    const end = task.then(
      () => void (finished = true),
      () => void (finished = true),
    );
    for (;;) {
      await Promise.race([end, this.asleep()]);
      if (finished) return task;
      const next = this.#nextToWake();
      if (next !== undefined) await this.#wake(next);
    }
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.#now = sleeper.wakesAt;
    this.#sleepers.delete(sleeper);
    sleeper.wake();
    // One turn of the event loop: every promise that can settle by now has settled.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #nextToWake(): Sleeper | undefined {
    const [first, ...others] = this.#sleepers;
    return others.reduce((next, one) => (next && next.wakesAt <= one.wakesAt ? next : one), first);
  }
}
