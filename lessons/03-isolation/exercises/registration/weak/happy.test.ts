import assert from 'node:assert/strict';
import nock from 'nock';
import { openDatabase, type Db } from '../src/database.ts';
import { Registration } from '../src/registration.ts';
import { UserRepository } from '../src/users.ts';

// The happy path as it is often written: it believes what `signUp` returns, and looks at one user.
describe('signing up', () => {
  let db: Db;
  let users: UserRepository;

  beforeEach(() => {
    db = openDatabase(':memory:');
    users = new UserRepository(db);
    if (!nock.isActive()) nock.activate();
    nock('http://mail.test').post('/messages').reply(202);
  });

  afterEach(() => {
    db.close();
    nock.cleanAll();
    nock.restore();
  });

  it('signs a user up', async () => {
    const registration = new Registration({ users, mailUrl: 'http://mail.test/messages' });
    const user = await registration.signUp({ username: 'alice', email: 'alice@example.com' });
    assert.equal(user.username, 'alice');
    assert.equal(user.role, 'user');
  });

  it('deletes a user', () => {
    const { id } = users.create({ username: 'alice', email: 'alice@example.com' });
    assert.equal(users.delete(id), true);
  });
});
