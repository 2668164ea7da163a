import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';

describe('a shared database that nobody resets', () => {
  let db: Db;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  it('starts without orders', () => {
    assert.equal(new OrderRepository(db).count(), 0);
  });

  it('stores an order', () => {
    const { id } = new UserRepository(db).create({ username: 'ada', email: 'ada@example.com' });
    const goods = { product: 'Mug', quantity: 1, goodsCents: 1000 };
    new OrderRepository(db).create({ userId: id, zone: 'home', ...goods });
    assert.equal(new OrderRepository(db).count(), 1);
  });
});
