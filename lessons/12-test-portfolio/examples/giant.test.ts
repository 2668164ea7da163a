import assert from 'node:assert/strict';
import { AccountStore, AuthService } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase, type Db } from '../src/database.ts';
import { Catalogue, OrderService, type Product } from '../src/orders.ts';
import { Receipts } from '../src/receipts.ts';

/** The first fault: the login gives out a token, and stores no session for it. */
class ForgetfulStore extends AccountStore {
  override createSession(): void {}
}

let db: Db;
let auth: AuthService;
let orders: OrderService;
let receipts: Receipts;
let mug: Product;
let recipients: string[];

beforeEach(() => {
  db = openDatabase(':memory:');
  auth = new AuthService({ store: new ForgetfulStore(db), clock: systemClock, scryptN: 2 ** 10 });
  const payments = {
    charge: async ({ amountCents }: { amountCents: number }) =>
      ({ id: 'pay-1', status: 'succeeded', amountCents }) as const,
  };
  orders = new OrderService({ db, payments });
  recipients = [];
  // The second fault: every e-mail goes to the shop itself.
  const mailer = { send: async () => void recipients.push('shop@example.com') };
  receipts = new Receipts({ db, mailer });
  mug = new Catalogue(db).add({ name: 'Mug', priceCents: 1000 });
});

afterEach(() => {
  db.close();
});

it('works', async () => {
  await auth.register('alice@example.com', 'open sesame');

  const token = await auth.login('alice@example.com', 'open sesame');
  const userId = auth.authenticate(token ?? 'none');
  assert.ok(userId);

  const order = orders.createOrder(userId);
  orders.addItem(order.id, mug.id, 1);
  await orders.pay(order.id);
  assert.equal(orders.status(order.id), 'paid');

  await receipts.send(order.id);
  assert.deepEqual(recipients, ['alice@example.com']);
});
