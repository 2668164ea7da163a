import assert from 'node:assert/strict';
import { openDatabase, type Db } from '../src/database.ts';
import { importOrders } from '../src/import-orders.ts';
import { OrderRepository, UnknownUserError } from '../src/orders.ts';
import { DuplicateUserError, UserRepository } from '../src/users.ts';
import { withRollback } from './support/with-rollback.ts';

const lin = { username: 'lin', email: 'lin@example.com' };

// One database for all tests: none of them may see what another has stored.
describe('users and orders, rolled back after each test', () => {
  let db: Db;
  let users: UserRepository;
  let orders: OrderRepository;

  before(() => {
    db = openDatabase(':memory:');
    users = new UserRepository(db);
    orders = new OrderRepository(db);
  });

  after(() => {
    db.close();
  });

  it('finds a user who was stored', async () => {
    await withRollback(db, async () => {
      const { id } = users.create(lin);
      assert.equal(users.findById(id)?.email, lin.email);
    });
  });

  it('allows a username once', async () => {
    await withRollback(db, async () => {
      users.create(lin);
      assert.throws(() => users.create(lin), DuplicateUserError);
    });
  });

  it('imports every order of a list', async () => {
    await withRollback(db, async () => {
      const userId = users.create(lin).id;
      importOrders(db, [
        { userId, totalCents: 1999 },
        { userId, totalCents: 500 },
      ]);
      assert.equal(orders.listByUser(userId).length, 2);
    });
  });

  it('imports nothing when one order is wrong', async () => {
    await withRollback(db, async () => {
      const userId = users.create(lin).id;
      const list = [
        { userId, totalCents: 1999 },
        { userId: userId + 1, totalCents: 500 },
      ];
      assert.throws(() => importOrders(db, list), UnknownUserError);
      assert.deepEqual(orders.listByUser(userId), []);
    });
  });
});
