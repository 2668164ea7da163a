import assert from 'node:assert/strict';
import nock from 'nock';
import { NoAnswerError, RetryingClient } from '../src/retrying-client.ts';
import { FakeClock } from './support/fake-clock.ts';
import { useNock } from './support/use-nock.ts';

const bank = 'https://bank.example';
const payments = `${bank}/payments`;

describe('RetryingClient', () => {
  useNock();

  let clock: FakeClock;
  let client: RetryingClient;
  /** What arrived at the bank, and at what time. */
  let arrived: { at: number; key: string | undefined }[];

  beforeEach(() => {
    clock = new FakeClock(Date.parse('2026-03-31T12:00:00Z'));
    // The time limit is in real time. Wherever the bank answers, it is too long to matter.
    client = new RetryingClient({ clock, attempts: 3, timeoutMs: 30_000 });
    arrived = [];
  });

  /** The bank's answer to the next request of this method. */
  function answer(method: 'GET' | 'POST', status: number, headers: nock.ReplyHeaders = {}): void {
    nock(bank)
      .intercept('/payments', method)
      .reply(function () {
        arrived.push({ at: clock.now(), key: this.req.headers['idempotency-key'] });
        return [status, '', headers];
      });
  }

  function pauses(): number[] {
    return arrived.slice(1).map(({ at }, index) => at - (arrived[index]?.at ?? 0));
  }

  it('doubles its pauses until the bank answers', async () => {
    for (const status of [429, 502, 200]) answer('GET', status);

    const response = await clock.finish(client.request(payments));

    assert.equal(response.status, 200);
    const [first = 0, second = 0] = pauses();
    assert.ok(first >= 200 && first <= 300, `first pause: ${first} ms`);
    assert.ok(second >= 400 && second <= 600, `second pause: ${second} ms`);
  });

  it('hands on the last refusal after three attempts', async () => {
    for (const status of [502, 504, 503, 200]) answer('GET', status);

    const response = await clock.finish(client.request(payments));

    assert.equal(response.status, 503);
    assert.equal(arrived.length, 3);
  });

  it('hands on a 400 at once', async () => {
    for (const status of [400, 200]) answer('GET', status);

    const response = await clock.finish(client.request(payments));

    assert.equal(response.status, 400);
    assert.equal(arrived.length, 1);
  });

  it('waits as long as the bank asks it to', async () => {
    answer('GET', 503, { 'Retry-After': '20' });
    answer('GET', 200);

    await clock.finish(client.request(payments));

    const [pause = 0] = pauses();
    assert.ok(pause >= 20_000 && pause <= 30_000, `pause: ${pause} ms`);
  });

  it('does not wait for a bank that is silent', async () => {
    nock(bank).get('/payments').times(2).delay(400).reply(200);
    const impatient = new RetryingClient({ clock, attempts: 2, timeoutMs: 20 });

    await assert.rejects(clock.finish(impatient.request(payments)), NoAnswerError);
  });

  it('sends a POST without a key only once', async () => {
    for (const status of [503, 201]) answer('POST', status);

    const response = await clock.finish(client.request(payments, { method: 'POST' }));

    assert.equal(response.status, 503);
    assert.equal(arrived.length, 1);
  });

  it('sends the key of a POST with every attempt', async () => {
    for (const status of [503, 201]) answer('POST', status);

    const init = { method: 'POST', idempotencyKey: 'order-7' };
    await clock.finish(client.request(payments, init));

    assert.deepEqual(
      arrived.map(({ key }) => key),
      ['order-7', 'order-7'],
    );
  });
});
