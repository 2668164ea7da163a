import assert from 'node:assert/strict';
import { ReportScheduler } from '../src/report-scheduler.ts';
import { FakeClock } from './support/fake-clock.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('ReportScheduler', () => {
  let clock: FakeClock;
  let sent: string[];
  let send: (day: string) => Promise<void>;
  let scheduler: ReportScheduler;

  beforeEach(() => {
    // Half past seven in the morning of 31 March in Tokyo, and still 30 March in Greenwich.
    clock = new FakeClock(Date.parse('2026-03-31T07:30:00+09:00'));
    sent = [];
    send = async (day) => {
      sent.push(day);
    };
    scheduler = new ReportScheduler({ clock, timeZone: 'Asia/Tokyo', send: (day) => send(day) });
  });

  afterEach(async () => {
    await scheduler?.stop();
  });

  it('sends the report of a day when that day is over', async () => {
    scheduler.start();

    await clock.advance(16 * hour + 29 * minute);
    assert.deepEqual(sent, []);
    await clock.advance(2 * minute);
    assert.deepEqual(sent, ['2026-03-31']);
    await clock.advance(24 * hour);
    assert.deepEqual(sent, ['2026-03-31', '2026-04-01']);
  });

  it('sends each report once when it was started twice', async () => {
    scheduler.start();
    scheduler.start();

    await clock.advance(24 * hour);

    assert.deepEqual(sent, ['2026-03-31']);
  });

  it('tells of a report that could not be sent', async () => {
    const failure = new Error('The mail server is down.');
    send = () => Promise.reject(failure);
    scheduler.start();
    await clock.advance(24 * hour);

    await assert.rejects(scheduler.stop(), { errors: [failure] });
  });

  it('sends nothing and waits for nothing once it is stopped', async () => {
    scheduler.start();
    await clock.asleep();

    await scheduler.stop();

    assert.equal(clock.sleepers, 0);
    await clock.advance(24 * hour);
    assert.deepEqual(sent, []);
  });
});
