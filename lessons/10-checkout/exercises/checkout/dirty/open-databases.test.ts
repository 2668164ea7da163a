import assert from 'node:assert/strict';
import { CartService } from '../src/cart-service.ts';
import { openDatabase } from '../src/database.ts';
import { UserRepository } from '../src/users.ts';

describe('a database that stays open', () => {
  it('starts with an empty cart', () => {
    const db = openDatabase(':memory:');
    const user = new UserRepository(db).create({ username: 'alice', email: 'a@example.com' });
    const carts = new CartService(db);
    assert.deepEqual(carts.items(carts.create(user.id).id), []);
  });
});
