import assert from 'node:assert/strict';
import { ReportScheduler } from '../src/report-scheduler.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

const morning = Date.parse('2026-03-31T07:30:00+09:00');
const hour = 3_600_000;

describe('a report, at the moment that it happens to be sent', () => {
  it('goes off at midnight', async () => {
    const clock = new FakeClock(morning);
    const sent: string[] = [];
    const send = async (day: string): Promise<void> => void sent.push(day);
    const scheduler = new ReportScheduler({ clock, timeZone: 'Asia/Tokyo', send });
    scheduler.start();
    await clock.advance(16.5 * hour + 1);
    await scheduler.stop();
    assert.deepEqual(sent, ['2026-03-31']);
  });
});
