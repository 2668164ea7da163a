import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase } from '../src/database.ts';
import { HttpMailer, Receipts } from '../src/receipts.ts';

describe('prepares an answer that nobody asks for', () => {
  it('sends no receipt for an order that does not exist', async () => {
    nock('https://mail.example.com').post('/messages').reply(202);
    const db = openDatabase(':memory:');
    try {
      const mailer = new HttpMailer({ mailUrl: 'https://mail.example.com' });
      await assert.rejects(new Receipts({ db, mailer }).send(1));
    } finally {
      db.close();
    }
  });
});
