import assert from 'node:assert/strict';
import nock from 'nock';
import { AccountStore, AuthService } from '../src/accounts.ts';
import { systemClock } from '../src/clock.ts';
import { openDatabase } from '../src/database.ts';
import type { Db } from '../src/database.ts';
import { Catalogue, OrderService } from '../src/orders.ts';
import { HttpMailer, Receipts } from '../src/receipts.ts';

// Split by area, and each test still on the way on which all goes well.
describe('the shop when all goes well', () => {
  let db: Db;
  let userId: number;

  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
    db = openDatabase(':memory:');
    userId = new AccountStore(db).createUser({ username: 'bob@example.com', passwordHash: '-' });
  });

  afterEach(() => {
    db.close();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  function paidOrder(): { orders: OrderService; id: number } {
    const orders = new OrderService({
      db,
      payments: {
        charge: async ({ amountCents }) => ({ id: 'pay-1', status: 'succeeded', amountCents }),
      },
    });
    const { id } = orders.createOrder(userId);
    orders.addItem(id, new Catalogue(db).add({ name: 'Mug', priceCents: 1000 }).id, 2);
    return { orders, id };
  }

  it('register and login', async () => {
    const store = new AccountStore(db);
    const auth = new AuthService({ store, clock: systemClock, scryptN: 2 ** 12 });
    assert.ok(await auth.register('alice@example.com', 'open sesame'));
    assert.ok(await auth.login('alice@example.com', 'open sesame'));
    assert.equal(await auth.login('alice@example.com', 'wrong'), null);
  });

  it('order and payment', async () => {
    const { orders, id } = paidOrder();
    assert.equal(orders.total(id), 2000);
    assert.equal((await orders.pay(id)).status, 'succeeded');
    assert.equal(orders.status(id), 'paid');
  });

  it('email', async () => {
    const { orders, id } = paidOrder();
    await orders.pay(id);
    const service = nock('https://mail.example.com').post('/messages').reply(202);
    const mailer = new HttpMailer({ mailUrl: 'https://mail.example.com' });
    await new Receipts({ db, mailer }).send(id);
    assert.ok(service.isDone());
  });
});
