import assert from 'node:assert/strict';
import nock from 'nock';
import { HttpMailer } from '../src/receipts.ts';

const mail = { to: 'alice@example.com', subject: 'Hello', text: 'How are you?' };

describe('email', () => {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('holds the message and nothing else', async () => {
    const bodies: unknown[] = [];
    nock('https://mail.example.com')
      .post('/messages')
      .reply(202, (_uri, body) => {
        bodies.push(body);
      });

    await new HttpMailer({ mailUrl: 'https://mail.example.com' }).send(mail);

    assert.deepEqual(bodies, [mail]);
  });
});
