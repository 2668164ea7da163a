import { Calendar } from './calendar.ts';
import type { Clock } from './clock.ts';

export interface ReportSchedulerOptions {
  clock: Clock;
  /** Whose days are meant, for example `Asia/Tokyo`. */
  timeZone: string;
  /** Sends the report of one day, written `2026-03-31`. */
  send(day: string): Promise<void>;
}

/**
 * Sends a report for each day, as soon as that day is over.
 *
 * - From `start` on, the report of a day is sent once, in the first minute of the following day.
 *   Days begin and end at midnight of the time zone given, whatever that of the machine is.
 * - A second `start` changes nothing.
 *
 * Left open: when within that minute, how often it wakes up before, and the words of errors.
 */
export class ReportScheduler {
  readonly #clock: Clock;
  readonly #calendar: Calendar;
  readonly #send: (day: string) => Promise<void>;
  #running: AbortController | null = null;
  #sending: Promise<void> = Promise.resolve();
  #failures: unknown[] = [];

  constructor({ clock, timeZone, send }: ReportSchedulerOptions) {
    this.#clock = clock;
    this.#calendar = new Calendar(timeZone);
    this.#send = send;
  }

  start(): void {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  /**
   * Ends the schedule: no report is sent any more, and no timer is left.
   *
   * @throws AggregateError when reports could not be sent; its `errors` are the reasons
   */
  async stop(): Promise<void> {
    this.#running?.abort();
    this.#running = null;
    await this.#sending;
    const failures = this.#failures.splice(0);
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} reports could not be sent.`);
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const day = this.#calendar.dayOf(this.#clock.now());
      if (!(await this.#waitForEndOf(day, signal))) return;
      this.#sending = this.#report(day);
      await this.#sending;
    }
  }

  /** @returns false when the schedule was stopped before */
  async #waitForEndOf(day: string, signal: AbortSignal): Promise<boolean> {
    // In a loop, because timers may fire a moment early.
    for (let now = this.#clock.now(); this.#calendar.dayOf(now) === day; now = this.#clock.now()) {
      const untilMidnight = this.#calendar.endOfDay(now) - now;
      try {
        await this.#clock.sleep(untilMidnight, signal);
      } catch {
        return false;
      }
    }
    return true;
  }

  async #report(day: string): Promise<void> {
    try {
      await this.#send(day);
    } catch (error) {
      this.#failures.push(error);
    }
  }
}
