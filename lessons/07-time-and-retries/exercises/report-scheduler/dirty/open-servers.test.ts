import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ReportScheduler } from '../src/report-scheduler.ts';
import { FakeClock } from '../tests/support/fake-clock.ts';

describe('a mail server that never closes', () => {
  it('gets no mail from a scheduler that was stopped', async () => {
    const mails: string[] = [];
    const server = createServer((request, response) => {
      mails.push(String(request.url));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const send = async (day: string) => {
      mails.push(day);
    };
    const scheduler = new ReportScheduler({ clock: new FakeClock(), timeZone: 'UTC', send });
    scheduler.start();
    await scheduler.stop();
    assert.deepEqual(mails, []);
  });
});
