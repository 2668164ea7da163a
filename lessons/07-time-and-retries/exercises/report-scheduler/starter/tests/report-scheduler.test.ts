import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { systemClock, type Clock } from '../src/clock.ts';
import { ReportScheduler } from '../src/report-scheduler.ts';

const today = new Date().toISOString().slice(0, 10);

/** The time of the machine, moved so that it is 100 ms to midnight. */
function almostMidnight(): Clock {
  const shift = new Date().setHours(24, 0, 0, 0) - 100 - Date.now();
  return { now: () => Date.now() + shift, sleep: systemClock.sleep };
}

/** Sends its reports to the list given. */
function schedulerFor(sent: string[]): ReportScheduler {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const send = async (day: string) => void sent.push(day);
  return new ReportScheduler({ clock: almostMidnight(), timeZone, send });
}

// On most days these tests pass. Mend them, so that they always do and check what they are there
// for.
describe('ReportScheduler', () => {
  it('does not send a report twice when it is started twice', async () => {
    const sent: string[] = [];
    const scheduler = schedulerFor(sent);
    scheduler.start();
    scheduler.start();
    await setTimeout(150);
    assert.equal(sent.length, 1);
    scheduler.stop();
  });

  it('says that a report could not be sent', async () => {
    const send = () => Promise.reject(new Error('The mail server is down.'));
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const scheduler = new ReportScheduler({ clock: almostMidnight(), timeZone, send });
    scheduler.start();
    await setTimeout(150);
    assert.rejects(scheduler.stop(), AggregateError);
  });

  it('does nothing any more after stop', async () => {
    const sent: string[] = [];
    const scheduler = schedulerFor(sent);
    scheduler.start();
    scheduler.stop();
    await setTimeout(150);
    assert.equal(sent.length, 0);
  });

  it('sends the report at midnight', async () => {
    const sent: string[] = [];
    const scheduler = schedulerFor(sent);
    scheduler.start();
    await setTimeout(50);
    assert.equal(sent.length, 0);
    await setTimeout(100);
    assert.deepEqual(sent, [today]);
    scheduler.stop();
  });
});
