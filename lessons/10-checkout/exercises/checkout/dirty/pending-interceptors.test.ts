import assert from 'node:assert/strict';
import nock from 'nock';
import { CartService } from '../src/cart-service.ts';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('prepares an answer that nobody asks for', () => {
  it('fills no cart', () => {
    nock('https://pay.example.com').post('/charges').reply(402);
    const db = openDatabase(':memory:');
    try {
      const user = new UserRepository(db).create({ username: 'alice', email: 'a@example.com' });
      const carts = new CartService(db);
      assert.deepEqual(carts.items(carts.create(user.id).id), []);
    } finally {
      db.close();
    }
  });
});
