import assert from 'node:assert/strict';
import nock from 'nock';

/** Asks the bank for the amount, and knows nothing of what it has asked before. */
async function pay(orderId: number, amountCents: number): Promise<void> {
  const response = await fetch('https://bank.example/charges', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orderId, amountCents }),
  });
  if (!response.ok) throw new Error('Sorry, please try again.');
}

beforeEach(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

it('charges once when the customer tries again', async () => {
  const booked: unknown[] = [];
  nock('https://bank.example')
    .post('/charges')
    .reply(async (_uri, charge) => {
      booked.push(charge);
      throw new Error('The line is down.'); // booked, but the answer is lost
    })
    .post('/charges')
    .reply((_uri, charge) => {
      booked.push(charge);
      return [201];
    });

  await assert.rejects(pay(7, 1999));
  await pay(7, 1999);

  assert.equal(booked.length, 1);
});
