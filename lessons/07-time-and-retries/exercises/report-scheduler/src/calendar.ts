/** Longer than any day: those on which clocks are put back have 25 hours. */
const longerThanADayMs = 26 * 60 * 60 * 1000;

/** Tells which day it is in one time zone. Days are written `2026-03-31`. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;

  /** @throws RangeError when there is no such time zone */
  constructor(timeZone: string) {
    // Swedes write their dates as ISO 8601 does.
    this.#format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  }

  dayOf(time: number): string {
    return this.#format.format(time);
  }

  /** The first millisecond of the following day. */
  endOfDay(time: number): number {
    const day = this.dayOf(time);
    let within = time;
    let after = time + longerThanADayMs;
    // Halving the interval needs no rule about when which country changes its clocks.
    while (after - within > 1) {
      const middle = Math.floor((within + after) / 2);
      if (this.dayOf(middle) === day) within = middle;
      else after = middle;
    }
    return after;
  }
}
