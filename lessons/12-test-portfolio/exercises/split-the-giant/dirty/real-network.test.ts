import assert from 'node:assert/strict';
import { HttpMailer } from '../src/receipts.ts';

describe('writes to the real mail service', () => {
  it('is refused, or finds nobody at home', async () => {
    const mailer = new HttpMailer({ mailUrl: 'https://mail.example.com' });
    await assert.rejects(mailer.send({ to: 'a@example.com', subject: 'Hello', text: 'Hello' }));
  });
});
