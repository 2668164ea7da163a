import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { OrderRepository } from '../src/orders.ts';
import { UserRepository } from '../src/users.ts';
import { resetAroundEach } from './support/reset-database.ts';

const lin = { username: 'lin', email: 'lin@example.com' };
const tea = { product: 'Tea', quantity: 2, goodsCents: 1400 };

describe('orders in a database that all tests share', () => {
  let db: Db;

  before(() => {
    db = openDatabase(':memory:');
  });

  after(() => {
    db.close();
  });

  resetAroundEach(() => db);

  it('starts without orders', () => {
    assert.equal(new OrderRepository(db).count(), 0);
  });

  it('adds the fee for shipping', () => {
    const { id } = new UserRepository(db).create(lin);
    const order = new OrderRepository(db).create({ userId: id, zone: 'abroad', ...tea });
    assert.equal(order.totalCents, 2300);
  });

  it('lists the orders of a user', () => {
    const { id } = new UserRepository(db).create(lin);
    const order = new OrderRepository(db).create({ userId: id, zone: 'home', ...tea });
    assert.deepEqual(new OrderRepository(db).listByUser(id), [order]);
  });

  it('counts one order after one order', () => {
    const { id } = new UserRepository(db).create(lin);
    new OrderRepository(db).create({ userId: id, zone: 'home', ...tea });
    assert.equal(new OrderRepository(db).count(), 1);
  });
});
