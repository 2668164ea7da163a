import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { registrationFor } from '../src/registration.ts';

describe('a variable that stays set', () => {
  let db: Db;

  beforeEach(() => {
    db = openDatabase(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  it('signs a user up without a mail', async () => {
    process.env['MAIL_URL'] = '';
    const registration = registrationFor(db);
    const { username } = await registration.signUp({ username: 'ada', email: 'ada@example.com' });
    assert.equal(username, 'ada');
  });
});
