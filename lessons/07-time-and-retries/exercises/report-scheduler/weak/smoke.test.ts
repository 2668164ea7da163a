import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { ReportScheduler } from '../src/report-scheduler.ts';

describe('everything is called, nothing is checked', () => {
  it('stops before anything has happened', async () => {
    const send = () => Promise.resolve();
    const scheduler = new ReportScheduler({ clock: systemClock, timeZone: 'UTC', send });
    await scheduler.stop();
    assert.ok(scheduler);
  });
});
