import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { registrationFor } from '../src/registration.ts';

describe('an interceptor for everybody', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('signs a user up', async () => {
    nock('http://mail.test').persist().post('/messages').reply(202);
    const registration = registrationFor(db, { MAIL_URL: 'http://mail.test/messages' });
    const { username } = await registration.signUp({ username: 'ada', email: 'ada@example.com' });
    assert.equal(username, 'ada');
  });
});
