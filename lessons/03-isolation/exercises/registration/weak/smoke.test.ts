import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import { registrationFor } from '../src/registration.ts';

describe('the registration', () => {
  it('starts', async () => {
    const db = openDatabase(':memory:');
    try {
      const registration = registrationFor(db, { MAIL_URL: '' });
      assert.ok(await registration.signUp({ username: 'x', email: 'x@example.com' }));
    } finally {
      db.close();
    }
  });
});
