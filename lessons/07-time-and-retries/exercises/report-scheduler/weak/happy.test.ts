import assert from 'node:assert/strict';
import { ReportScheduler } from '../src/report-scheduler.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

// One night, in the one time zone that needs no thought.
describe('ReportScheduler', () => {
  it('sends the report', async () => {
    const clock = new FakeClock(Date.parse('2026-03-31T12:00:00Z'));
    const sent: string[] = [];
    const send = async (day: string) => {
      sent.push(day);
    };
    const scheduler = new ReportScheduler({ clock, timeZone: 'UTC', send });
    scheduler.start();
    await clock.advance(13 * 3_600_000);
    assert.deepEqual(sent, ['2026-03-31']);
    await scheduler.stop();
  });
});
