import assert from 'node:assert/strict';
import { Calendar } from '../src/calendar.ts';
import type { Clock } from '../src/clock.ts';
import { ReportScheduler } from '../src/report-scheduler.ts';

const noon = Date.parse('2026-03-31T12:00:00Z');

/** A clock that gives its answers one after the other, whatever it is asked. */
function stubClock(...times: number[]): Clock {
  let last = noon;
  return {
    now: () => (last = times.shift() ?? last),
    sleep: () => (times.length > 0 ? Promise.resolve() : new Promise(() => undefined)),
  };
}

describe('Calendar', () => {
  it('knows the day of a noon', () => {
    assert.equal(new Calendar('Europe/Berlin').dayOf(noon), '2026-03-31');
  });

  it('knows the end of a day', () => {
    assert.equal(new Calendar('UTC').endOfDay(noon), Date.parse('2026-04-01T00:00:00Z'));
  });
});

describe('ReportScheduler with its clock doubled', () => {
  it('sends the report of the day it was started on', async () => {
    const clock = stubClock(noon, noon, noon + 86_400_000);
    const day = await new Promise((resolve) => {
      const send = (sent: string) => Promise.resolve(resolve(sent));
      new ReportScheduler({ clock, timeZone: 'UTC', send }).start();
    });
    assert.equal(day, '2026-03-31');
  });

  it('stops', async () => {
    const send = () => Promise.resolve();
    const scheduler = new ReportScheduler({ clock: stubClock(), timeZone: 'UTC', send });
    scheduler.start();
    await assert.doesNotReject(scheduler.stop());
  });
});
