import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { Registration } from '../src/registration.ts';
import { DuplicateUserError, UserRepository } from '../src/users.ts';

const ada = { username: 'ada', email: 'ada@example.com' };
const grace = { username: 'grace', email: 'grace@example.com' };

describe('registration', () => {
  let db: Db;
  let users: UserRepository;
  let registration: Registration;

  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    db = openDatabase(':memory:');
    users = new UserRepository(db);
    // The address is handed in, so no test has to touch the environment of the others.
    registration = new Registration({ users, mailUrl: 'http://mail.test/messages' });
  });

  afterEach(() => {
    db?.close();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('welcomes a new user by mail', async () => {
    const mails: unknown[] = [];
    nock('http://mail.test')
      .post('/messages')
      .reply(202, (_path, body) => {
        mails.push(body);
      });

    await registration.signUp(ada);

    assert.equal(mails.length, 1);
    assert.partialDeepStrictEqual(mails[0], { to: ada.email, template: 'welcome' });
  });

  it('refuses a username that is taken', async () => {
    users.create(ada);

    const second = registration.signUp({ ...grace, username: ada.username });

    await assert.rejects(second, DuplicateUserError);
  });

  it('keeps a user who could not be welcomed', async () => {
    const refusal = nock('http://mail.test').post('/messages').reply(503);

    const { id } = await registration.signUp(ada);

    assert.ok(refusal.isDone(), 'The mail service was not asked, so it could not refuse.');
    assert.equal(users.findById(id)?.username, ada.username);
  });

  it('deletes a user', () => {
    const { id } = users.create(ada);

    users.delete(id);

    assert.equal(users.findById(id), undefined);
  });

  it('deletes nobody else', () => {
    const gone = users.create(ada);
    const kept = users.create(grace);

    users.delete(gone.id);

    assert.deepEqual(users.findById(kept.id), kept);
  });
});
