import assert from 'node:assert/strict';
import { AccountStore, AuthService, DuplicateUserError } from '../src/accounts.ts';
import type { Session } from '../src/accounts.ts';
import type { Clock } from '../src/clock.ts';
import type { Db } from '../src/database.ts';
import { OrderService } from '../src/orders.ts';
import { hashPassword, verifyPassword } from '../src/passwords.ts';
import { PaymentDeclinedError } from '../src/payment-gateway.ts';
import { Receipts } from '../src/receipts.ts';
import type { Mail } from '../src/receipts.ts';

/** Answers every query with one row and keeps what was written. */
function stubDatabase() {
  const row = { status: 'pending', address: 'alice@example.com', totalCents: 4000 };
  const written: unknown[] = [];
  const statement = {
    get: () => row,
    pluck: () => ({ get: () => 4000 }),
    run: (values: unknown) => {
      written.push(values);
      return { changes: 1, lastInsertRowid: 7 };
    },
  };
  const stub: unknown = { prepare: () => statement, transaction: (work: () => unknown) => work };
  // The services use this much of a connection and no more.
  return { db: stub as Db, written };
}

const noon: Clock = { now: () => 43_200_000, sleep: async () => undefined };

describe('the services with their collaborators doubled', () => {
  it('register: passes the refusal of the store on', async () => {
    const stub: unknown = {
      createUser: () => {
        throw new DuplicateUserError('taken');
      },
    };
    // Registering calls nothing else.
    const auth = new AuthService({ store: stub as AccountStore, clock: noon, scryptN: 2 ** 12 });
    await assert.rejects(auth.register('alice@example.com', 'open sesame'), DuplicateUserError);
  });

  it('login: opens a session of an hour', async () => {
    const sessions: Session[] = [];
    const passwordHash = await hashPassword('open sesame', 2 ** 12);
    const stub: unknown = {
      findByUsername: () => ({ id: 7, username: 'alice@example.com', passwordHash }),
      createSession: (session: Session) => sessions.push(session),
    };
    // The login calls nothing else.
    const auth = new AuthService({ store: stub as AccountStore, clock: noon });
    assert.ok(await auth.login('alice@example.com', 'open sesame'));
    assert.deepEqual(
      sessions.map(({ userId, expiresAt }) => ({ userId, expiresAt })),
      [{ userId: 7, expiresAt: 46_800_000 }],
    );
  });

  it('login: knows the password', async () => {
    assert.equal(await verifyPassword('wrong', await hashPassword('right', 2 ** 12)), false);
  });

  it('order: returns the id the database gave', () => {
    const payments = { charge: async () => assert.fail('nothing is to be charged') };
    const order = new OrderService({ db: stubDatabase().db, payments }).createOrder(1);
    assert.deepEqual(order, { id: 7, userId: 1, totalCents: 0, status: 'pending' });
  });

  it('payment: writes that it failed', async () => {
    const { db, written } = stubDatabase();
    const charge = async () => {
      throw new PaymentDeclinedError('insufficient funds');
    };
    await assert.rejects(new OrderService({ db, payments: { charge } }).pay(7), PaymentDeclinedError);
    assert.deepEqual(written, [{ orderId: 7, status: 'payment_failed', totalCents: 0 }]);
  });

  it('email: addresses the customer', async () => {
    const sent: Mail[] = [];
    const mailer = { send: async (mail: Mail) => void sent.push(mail) };
    await new Receipts({ db: stubDatabase().db, mailer }).send(7);
    assert.deepEqual(
      sent.map(({ to }) => to),
      ['alice@example.com'],
    );
  });
});
