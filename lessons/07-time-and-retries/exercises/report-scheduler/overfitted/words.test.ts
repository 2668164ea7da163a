import assert from 'node:assert/strict';
import { ReportScheduler } from '../src/report-scheduler.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

const morning = Date.parse('2026-03-31T07:30:00+09:00');
const hour = 3_600_000;

describe('an error, in the words that it happens to have', () => {
  it('counts the reports', async () => {
    const clock = new FakeClock(morning);
    const send = () => Promise.reject(new Error('The mail server is down.'));
    const scheduler = new ReportScheduler({ clock, timeZone: 'Asia/Tokyo', send });
    scheduler.start();
    await clock.advance(24 * hour);
    await assert.rejects(scheduler.stop(), { message: '1 reports could not be sent.' });
  });
});
