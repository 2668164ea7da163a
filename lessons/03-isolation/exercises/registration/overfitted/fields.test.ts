import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { Registration } from '../src/registration.ts';
import { UserRepository } from '../src/users.ts';

describe('a mail, with all that it happens to hold', () => {
  let db: Db;

  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
    nock.cleanAll();
    nock.restore();
  });

  it('holds the address and the template', async () => {
    const mails: unknown[] = [];
    nock('http://mail.test')
      .post('/messages')
      .reply(202, (_path, body) => {
        mails.push(body);
      });
    const registration = new Registration({
      users: new UserRepository(db),
      mailUrl: 'http://mail.test/messages',
    });
    await registration.signUp({ username: 'ada', email: 'ada@example.com' });
    assert.deepEqual(mails, [{ to: 'ada@example.com', template: 'welcome' }]);
  });
});
