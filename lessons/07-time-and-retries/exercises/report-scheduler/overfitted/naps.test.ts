import assert from 'node:assert/strict';
import { ReportScheduler } from '../src/report-scheduler.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

const morning = Date.parse('2026-03-31T07:30:00+09:00');
const hour = 3_600_000;

describe('a scheduler, sleeping as it happens to sleep', () => {
  it('does so until midnight', async () => {
    const clock = new FakeClock(morning);
    const slept: number[] = [];
    const watched = {
      now: () => clock.now(),
      sleep: (ms: number, signal?: AbortSignal) => {
        slept.push(ms);
        return clock.sleep(ms, signal);
      },
    };
    const scheduler = new ReportScheduler({ clock: watched, timeZone: 'Asia/Tokyo', send: async () => {} });
    scheduler.start();
    await clock.asleep();
    await scheduler.stop();
    assert.ok((slept[0] ?? 0) >= 16.5 * hour);
  });
});
