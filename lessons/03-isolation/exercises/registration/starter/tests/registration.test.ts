import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase } from '../src/database.ts';
import { registrationFor } from '../src/registration.ts';
import { DuplicateUserError, UserRepository } from '../src/users.ts';

// Every test here wants the right thing, and as they stand all of them pass. Run one alone, or run
// them in another order. Mend the suite without giving up what it checks.
describe('registration', () => {
  const db = openDatabase(':memory:');
  const users = new UserRepository(db);
  let adaId = 0;

  after(() => {
    db.close();
  });

  it('sends a welcome mail', async () => {
    const sent: unknown[] = [];
    nock('http://mail.internal')
      .persist() // the other tests sign people up as well
      .post('/messages')
      .reply(202, (_uri, mail) => {
        sent.push(mail);
      });

    const ada = await registrationFor(db).signUp({ username: 'ada', email: 'ada@example.com' });
    adaId = ada.id;

    assert.equal(sent.length, 1);
    assert.partialDeepStrictEqual(sent[0], { to: 'ada@example.com', template: 'welcome' });
  });

  it('gives a username to one user only', async () => {
    const again = registrationFor(db).signUp({ username: 'ada', email: 'ada@example.org' });
    await assert.rejects(again, DuplicateUserError);
  });

  it('keeps the user when the mail service refuses', async () => {
    nock('http://mail.internal').post('/messages').reply(503);

    const lin = await registrationFor(db).signUp({ username: 'lin', email: 'lin@example.com' });

    assert.equal(users.findById(lin.id)?.username, 'lin');
  });

  it('deletes nobody else', async () => {
    process.env['MAIL_URL'] = ''; // this test is not about mail
    const grace = await registrationFor(db).signUp({ username: 'grace', email: 'g@example.com' });

    assert.equal(users.delete(grace.id), true);

    assert.equal(users.findById(grace.id), undefined);
    assert.equal(users.findById(adaId)?.username, 'ada');
  });
});
