import assert from 'node:assert/strict';
import { systemClock } from '../src/clock.ts';
import { ReportScheduler } from '../src/report-scheduler.ts';

describe('a scheduler that nobody stops', () => {
  it('sends nothing before midnight', () => {
    const sent: string[] = [];
    const send = async (day: string) => {
      sent.push(day);
    };
    new ReportScheduler({ clock: systemClock, timeZone: 'UTC', send }).start();
    assert.deepEqual(sent, []);
  });
});
