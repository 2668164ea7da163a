import assert from 'node:assert/strict';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { OrderRepository } from '../src/order-repository.ts';

describe('tests that share one database', () => {
  let db: Db;
  let repository: OrderRepository;

  before(() => {
    db = openDatabase(':memory:');
    db.exec("INSERT INTO users (id, username, email) VALUES (1, 'alice', 'alice@example.com')");
    repository = new OrderRepository(db);
  });

  after(() => {
    db.close();
  });

  it('has no orders at first', () => {
    assert.deepEqual(repository.listByUser(1), []);
  });

  it('creates an order', () => {
    assert.equal(repository.create({ userId: 1 }).userId, 1);
  });

  it('lists the order of the test before', () => {
    assert.equal(repository.listByUser(1).length, 1);
  });
});
