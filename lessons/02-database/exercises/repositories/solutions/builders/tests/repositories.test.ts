import assert from 'node:assert/strict';
import { OrderRepository, UnknownUserError } from '../src/orders.ts';
import { DuplicateUserError, UserHasOrdersError, UserRepository } from '../src/users.ts';
import { assertSameRecords } from './support/assertions.ts';
import { anOrder, aUser } from './support/builders.ts';
import { useDatabaseFile } from './support/test-database.ts';

describe('the repositories on SQLite', () => {
  const connect = useDatabaseFile();

  /** The repositories as one process has them: on a connection of its own. */
  function connected() {
    const db = connect();
    return { db, users: new UserRepository(db), orders: new OrderRepository(db) };
  }

  describe('users', () => {
    it('are found with all their fields', () => {
      const { users } = connected();
      aUser(users);
      const { id } = users.create({ username: 'ada', email: 'ada@example.com', role: 'admin' });

      assert.deepEqual(users.findById(id), {
        id,
        username: 'ada',
        email: 'ada@example.com',
        role: 'admin',
      });
    });

    it('have no special rights by default', () => {
      const { users } = connected();
      assert.equal(users.findById(aUser(users).id)?.role, 'user');
    });

    it('do not share a username', () => {
      const { users } = connected();
      const ada = aUser(users, { username: 'ada' });

      assert.throws(() => aUser(users, { username: 'ada', email: 'else@example.com' }), DuplicateUserError);

      assert.deepEqual(users.findById(ada.id), ada);
    });

    it('are deleted one at a time', () => {
      const { users } = connected();
      const [ada, grace] = [aUser(users), aUser(users)];

      assert.equal(users.delete(ada.id), true);

      assert.equal(users.findById(ada.id), undefined);
      assert.deepEqual(users.findById(grace.id), grace);
      assert.equal(users.delete(ada.id), false);
    });

    it('stay as long as an order refers to them', () => {
      const { users, orders } = connected();
      const ada = aUser(users);
      const order = anOrder(orders, { userId: ada.id });

      assert.throws(() => users.delete(ada.id), UserHasOrdersError);

      assert.deepEqual(users.findById(ada.id), ada);
      assert.deepEqual(orders.findById(order.id), order);
    });
  });

  describe('orders', () => {
    it('are found with all their fields', () => {
      const { users, orders } = connected();
      const userId = aUser(users).id;
      anOrder(orders, { userId, totalCents: 1 });
      const { id } = orders.create({ userId, totalCents: 1999 });

      assert.deepEqual(orders.findById(id), { id, userId, totalCents: 1999, status: 'pending' });
    });

    it('are listed for their own user', () => {
      const { users, orders } = connected();
      const [ada, grace, idle] = [aUser(users), aUser(users), aUser(users)];
      const adas = [29, 1999].map((totalCents) => anOrder(orders, { userId: ada.id, totalCents }));
      const graces = [anOrder(orders, { userId: grace.id })];

      assertSameRecords(orders.listByUser(ada.id), adas);
      assertSameRecords(orders.listByUser(grace.id), graces);
      assertSameRecords(orders.listByUser(idle.id), []);
    });

    it('are never for nobody', () => {
      const { users, orders } = connected();
      const nobody = aUser(users).id + 1;

      assert.throws(() => anOrder(orders, { userId: nobody }), UnknownUserError);

      assert.deepEqual(orders.listByUser(nobody), []);
    });
  });

  describe('two processes', () => {
    it('see what the other has stored', () => {
      const [one, other] = [connected(), connected()];
      const ada = aUser(one.users);
      const order = anOrder(other.orders, { userId: ada.id });

      assert.deepEqual(other.users.findById(ada.id), ada);
      assert.deepEqual(one.orders.findById(order.id), order);
    });

    it('see what the other has deleted', () => {
      const [one, other] = [connected(), connected()];
      const ada = aUser(one.users);
      one.users.delete(ada.id);

      assert.equal(other.users.findById(ada.id), undefined);
    });
  });

  it("take part in their caller's transaction", () => {
    const { db, users, orders } = connected();
    const failing = db.transaction(() => {
      const { id } = aUser(users, { username: 'ada' });
      anOrder(orders, { userId: id + 1 });
    });

    assert.throws(failing, UnknownUserError);

    assert.doesNotThrow(() => aUser(users, { username: 'ada' }));
  });
});
